-- The files that papers name, for the test of the platform's files.
create table paper_files (
  owner text collate "C" not null,
  sha256 text collate "C" not null,
  primary key (owner, sha256)
);
