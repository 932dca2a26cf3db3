-- Money between wallets and bank accounts: the lists of top-ups and withdrawals (their state is their head), what each
-- region topped up, and this service's own copy of where members live.

-- Over transfers that touch the bank only, so that it costs the others nothing.
create index transfers_bank on transfers (at)
  where debit_account like 'bank:%' or credit_account like 'bank:%';

create table top_ups (
  id text collate "C" primary key,
  member_id text collate "C" not null,
  amount bigint not null check (amount > 0),
  currency text collate "C" not null,
  region text,
  transfer_id text collate "C" not null,
  status text not null check (status in ('requested', 'returning', 'succeeded', 'failed'))
) with (fillfactor = 80);
create index top_ups_member on top_ups (member_id, id);

create table withdrawals (
  id text collate "C" primary key,
  member_id text collate "C" not null,
  amount bigint not null check (amount > 0),
  currency text collate "C" not null,
  transfer_id text collate "C" not null,
  status text not null check (status in ('requested', 'succeeded', 'failed'))
) with (fillfactor = 80);
create index withdrawals_member on withdrawals (member_id, id);

-- Days are the calendar's of Seoul.
create table regions (
  region text not null,
  currency text collate "C" not null,
  day date not null,
  top_ups integer not null check (top_ups > 0),
  amount bigint not null check (amount > 0),
  primary key (region, currency, day)
) with (fillfactor = 80);

create table member_regions (
  member_id text collate "C" primary key,
  region text
) with (fillfactor = 80);
