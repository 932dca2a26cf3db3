-- A copy remembers the version it was told at, so that an older word never replaces a newer one.
alter table franchises add column version integer not null default 0;
