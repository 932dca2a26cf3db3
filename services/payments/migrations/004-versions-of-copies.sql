-- A copy remembers the version it was told at, so that an older word never replaces a newer one. A member who is active
-- again keeps their row.
alter table franchises add column version integer not null default 0;
alter table inactive_members
  add column active boolean not null default false,
  add column version integer not null default 0;
