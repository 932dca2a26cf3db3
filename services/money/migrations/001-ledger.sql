-- The double-entry book. Amounts are minor units. Accounts carry four totals; every transfer debits one account and
-- credits another by the same amount, so the totals of a currency always agree.

create table accounts (
  id text collate "C" primary key,
  kind text collate "C" not null,
  owner text collate "C",
  currency text collate "C" not null,
  normal_side text not null check (normal_side in ('debit', 'credit')),
  -- Debits, pending ones counted, may not exceed credits.
  limited boolean not null,
  active boolean not null default true,
  version integer not null default 0,
  debits_posted bigint not null default 0,
  credits_posted bigint not null default 0,
  debits_pending bigint not null default 0,
  credits_pending bigint not null default 0,
  check (debits_posted >= 0 and credits_posted >= 0 and debits_pending >= 0 and credits_pending >= 0),
  check (not limited or debits_posted + debits_pending <= credits_posted)
) with (fillfactor = 60);
create index accounts_owner on accounts (owner) where owner is not null;

create table transfers (
  id text collate "C" not null,
  kind text collate "C" not null,
  debit_account text collate "C" not null,
  credit_account text collate "C" not null,
  amount bigint not null check (amount > 0),
  currency text collate "C" not null,
  hold_id text collate "C",
  reference text collate "C",
  memo text,
  debit_after bigint not null,
  credit_after bigint not null,
  at timestamptz not null,
  -- Serves the payer's list too; that an id is used once is the event stream's to guard.
  primary key (debit_account, id),
  check (debit_account <> credit_account)
);
create index transfers_credit on transfers (credit_account, id);
-- Postings are written once; correcting one is a transfer of its own.
revoke update, delete on transfers from current_service;

create table holds (
  id text collate "C" primary key,
  debit_account text collate "C" not null,
  credit_account text collate "C" not null,
  amount bigint not null check (amount > 0),
  currency text collate "C" not null,
  reference text collate "C",
  status text not null check (status in ('pending', 'posted', 'voided', 'expired')),
  posted_amount bigint not null default 0 check (posted_amount between 0 and amount),
  expires_at timestamptz,
  version integer not null,
  check ((status = 'posted') = (posted_amount > 0))
) with (fillfactor = 80);
create index holds_pending on holds (debit_account) where status = 'pending';

insert into accounts (id, kind, currency, normal_side, limited)
select kind || ':' || currency, kind, currency, side, false
from (values ('bank', 'debit'), ('psp', 'debit'), ('sales', 'credit'), ('fee', 'credit'), ('suspense', 'credit')) as k (kind, side),
     (values ('KRW'), ('USD')) as c (currency);
