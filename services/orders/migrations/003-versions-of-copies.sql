-- A product's copy remembers the version that it is from, so that an older event never replaces a newer one.
alter table products add version integer not null default 0;
