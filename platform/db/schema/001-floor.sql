-- The floor under every service: what happened (events = outbox), where things stand (heads), what was answered
-- (commands), and the progress of consumers, timers and calls. Runs once in each service's own schema.

create table events (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  id text collate "C" not null,
  kind text collate "C" not null,
  target text collate "C",
  type text collate "C" not null,
  stream text collate "C" not null,
  version integer not null,
  data json not null,
  actor text collate "C" not null,
  correlation_id text collate "C" not null,
  causation_id text collate "C" not null,
  traceparent text collate "C",
  at timestamptz not null,
  -- The order of commit-safe reading: a row is served once no transaction with a smaller xid is under way.
  primary key (xid, seq),
  check (kind in ('event', 'command', 'reply', 'call'))
);
create unique index events_stream on events (stream, version);
create index events_correlation on events (correlation_id);
revoke update, delete on events from current_service;

create table heads (
  stream text collate "C" primary key,
  version integer not null,
  shape integer not null,
  state json
) with (fillfactor = 70);
create index heads_stuck on heads (stream) where state ->> 'status' = 'stuck' and stream like 'saga:%';

-- The batches of this service are numbered; `holder` is the process that wrote the last one.
create table fence (
  one boolean primary key default true check (one),
  holder text collate "C" not null,
  batch bigint not null
) with (fillfactor = 20);
insert into fence (holder, batch) values ('', 0);

-- Waits for its turn before the transaction gets its number, which it returns; see `platform/write/fence.ts`.
create function pass_fence(service text, writer text, after bigint) returns xid8 language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('madang writer'), hashtext(service));
  update fence set batch = batch + 1 where holder = writer and batch = after;
  if not found then
    raise exception 'another process wrote since batch %', after using errcode = 'MDF01';
  end if;
  return pg_current_xact_id();
end $$;

-- One row for each command that came from outside: its answer under its idempotency key, for good. Without a key of the
-- caller's nobody can ask for the answer again, and the body is empty.
create table commands (
  key text collate "C" primary key,
  fingerprint text collate "C" not null,
  type text collate "C" not null,
  actor text collate "C" not null,
  correlation_id text collate "C" not null,
  causation_id text collate "C" not null,
  at timestamptz not null,
  status smallint not null,
  body text not null,
  -- Whose data key (see subject_keys) the body is encrypted under, so that it is forgotten with them; null: in clear.
  sealed_for text collate "C",
  refusal json
);
create index commands_correlation on commands (correlation_id);
revoke update, delete on commands from current_service;

create table consumers (
  name text collate "C" not null,
  source text collate "C" not null,
  xid xid8 not null,
  seq bigint not null,
  primary key (name, source)
) with (fillfactor = 50);

create table dead_letters (
  id text collate "C" primary key,
  consumer text collate "C" not null,
  source text collate "C" not null,
  message json not null,
  error text not null,
  attempts integer not null,
  at timestamptz not null,
  replayed_at timestamptz
);

create table timers (
  id text collate "C" primary key,
  due_at timestamptz not null,
  type text collate "C" not null,
  input json not null,
  actor text collate "C" not null,
  correlation_id text collate "C" not null,
  causation_id text collate "C" not null,
  attempts integer not null default 0
);
create index timers_due on timers (due_at);

-- Calls to the outside world: the row is the intent; it leaves when the outcome is recorded.
create table calls (
  id text collate "C" primary key,
  -- What the other side knows the call by; the same when a call of unknown outcome is taken up again.
  key text collate "C" not null,
  -- An earlier attempt may have had an effect: ask before performing.
  ask_first boolean not null,
  call text collate "C" not null,
  input json not null,
  reply_to json not null,
  actor text collate "C" not null,
  correlation_id text collate "C" not null,
  causation_id text collate "C" not null,
  traceparent text collate "C",
  attempts integer not null default 0,
  due_at timestamptz not null
);
create index calls_due on calls (due_at);

create table subject_keys (
  subject text collate "C" primary key,
  wrapped text not null,
  key_id text not null,
  created_at timestamptz not null,
  destroyed_at timestamptz
);
