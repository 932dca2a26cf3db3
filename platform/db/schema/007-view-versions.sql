-- Which version of a view wrote its rows; without a row it is the first. A view of another version is rebuilt at the start.
create table view_versions (
  name text collate "C" primary key,
  version integer not null check (version > 0)
);
