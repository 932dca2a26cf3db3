-- The version of the member's stream that a row is from: an older event never replaces a newer one.
alter table member_regions add column version integer not null default 0;
