-- One row for each fact that arrived: the effect that is waited for.

create table facts (
  xid xid8 not null default pg_current_xact_id(),
  id text collate "C" primary key,
  published_at timestamptz not null,
  last boolean not null
);
-- The last of each request is what the bench looks for.
create index facts_last on facts (xid) where last;
