-- The inboxes of members (each the head of its stream) and the messages in them; whom announcements are told to; and this
-- service's own copy of what franchises are called.

create table inboxes (
  member_id text collate "C" primary key,
  version integer not null,
  -- Of the newest message.
  seq integer not null,
  unread integer not null check (unread between 0 and 1000),
  -- How many of the unread ones ask for an action.
  actions integer not null check (actions between 0 and unread),
  language text not null,
  switched_off json not null,
  choices_version integer not null,
  forgotten boolean not null
) with (fillfactor = 70);

create table messages (
  member_id text collate "C" not null,
  seq integer not null,
  id text collate "C" not null,
  template text not null,
  params json not null,
  link text,
  category text not null,
  action boolean not null,
  source_id text collate "C" not null,
  -- Where it stands for many.
  more_sources json,
  collapse_key text collate "C",
  created_at timestamptz not null,
  read_at timestamptz,
  -- A newer one has taken its place, or what it is about has ended.
  hidden boolean not null,
  primary key (member_id, seq)
) with (fillfactor = 90);
create unique index messages_id on messages (id);
create index messages_unread on messages (member_id, seq) where read_at is null and not hidden;
-- For the night, when old ones leave: rows come in the order of their time.
create index messages_created_at on messages using brin (created_at);

create table announcements (
  id text collate "C" primary key,
  made_at timestamptz not null
);

create table members (
  id text collate "C" primary key,
  active boolean not null,
  version integer not null
);
create index members_active on members (id) where active;

create table franchises (
  id text collate "C" primary key,
  name text not null,
  version integer not null
);
