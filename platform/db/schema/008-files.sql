-- Files of the service. An event names one by the hash of its content and holds none of its bytes. A file is stored before the
-- command that names it, so one may be left that nothing names: it is marked and removed a day later.
create table files (
  -- The head that names it.
  owner text collate "C" not null,
  -- Of what was sent, base64url.
  sha256 text collate "C" not null,
  -- Whose data key (see subject_keys) encrypts the content; null: in clear.
  subject text collate "C",
  type text collate "C" not null,
  size integer not null check (size > 0),
  -- Empty once the subject is forgotten.
  content bytea not null,
  -- Of `content` as it stands here, for `verify`, which has no keys.
  content_sha256 bytea not null,
  stored_at timestamptz not null,
  orphaned_at timestamptz,
  primary key (owner, sha256)
);
-- Pictures and sealed content do not compress.
alter table files alter column content set storage external;
create index files_by_subject on files (subject) where subject is not null;
create index files_orphaned on files (orphaned_at) where orphaned_at is not null;
