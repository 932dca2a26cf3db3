-- What lists and the reconciliation need of a bank transfer; its state is its head.

create table transfers (
  id text collate "C" primary key,
  owner text collate "C" not null,
  account_id text collate "C",
  status text not null check (status in ('requested', 'completed', 'failed', 'unknown')),
  requested_at timestamptz not null,
  booked_at timestamptz,
  check ((status = 'completed') = (booked_at is not null))
);
create index transfers_owner on transfers (owner, id);
create index transfers_account on transfers (account_id, id);
create index transfers_booked on transfers (booked_at);
create index transfers_open on transfers (requested_at) where status in ('requested', 'unknown');
