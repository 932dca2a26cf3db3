-- Read models of identity, all rebuilt from events, and the keys that sign access tokens.

-- For the operators' list. The card holds status, roles, region, language, time of registration and sealed fields.
create table members (
  id text collate "C" primary key,
  card jsonb not null,
  status text generated always as (card ->> 'status') stored
);

-- From a refresh token to its log-in; also tokens that were used up, so that a second use is noticed.
create table refresh_tokens (
  hash text collate "C" primary key,
  member_id text collate "C" not null,
  session_id text collate "C" not null,
  expires_at timestamptz not null
);
create index refresh_tokens_session on refresh_tokens (session_id);

create table revoked_sessions (
  session_id text collate "C" primary key,
  until timestamptz not null
);
create index revoked_sessions_until on revoked_sessions (until);

-- The highest generation signs; all are published. Private keys are encrypted under a key of the service.
create table signing_keys (
  generation integer primary key check (generation > 0),
  kid text collate "C" not null unique,
  sealed_seed text not null,
  created_at timestamptz not null
);
