-- What people have to settle: the list of tasks (their state is their head, `task:<id>`). Sagas that are stuck, messages that
-- were set aside and timers that were given up are listed beside them from where they are, and can be ended by a person too.
create table operator_tasks (
  id text collate "C" primary key,
  kind text collate "C" not null,
  status text not null check (status in ('open', 'working', 'closed')),
  -- What it is about: the main reference first.
  about text[] collate "C" not null,
  opened_at timestamptz not null
);
create index operator_tasks_open on operator_tasks (opened_at, id) where status <> 'closed';
create index operator_tasks_opened on operator_tasks (opened_at, id);

-- Ended by a person without being applied.
alter table dead_letters add column given_up_at timestamptz;
create index timers_given_up on timers (due_at) where attempts >= 10;
