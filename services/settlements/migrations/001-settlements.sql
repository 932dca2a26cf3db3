-- The list of settlements (the state of each is its head) with the payments each is for; what was earned and not claimed
-- yet, from what payments tell; and this service's own copy of the franchises.

create table settlements (
  id text collate "C" primary key,
  franchise_id text collate "C" not null,
  merchant_id text collate "C" not null,
  business_date date not null,
  currency text collate "C" not null,
  -- It is for what was approved before this.
  until timestamptz not null,
  status text not null check (status in ('created', 'transferring', 'paid', 'failed')),
  payments integer not null,
  gross bigint not null,
  fee bigint not null,
  payout bigint not null,
  attempts integer not null,
  under_way boolean not null,
  run_id text collate "C",
  -- Why it failed, while it has.
  reason text,
  unique (franchise_id, business_date, currency),
  check (gross = payout + fee)
);
create index settlements_merchant on settlements (merchant_id, id);
create index settlements_open on settlements (business_date) where status <> 'paid';

create table lines (
  settlement_id text collate "C" not null,
  payment_id text collate "C" not null,
  approved_at timestamptz not null,
  -- The payment's, with all that was given back when it was claimed.
  amount bigint not null,
  refunded bigint not null,
  -- Its share of the settlement; below zero for what was given back after an earlier one.
  gross bigint not null,
  fee bigint not null,
  primary key (settlement_id, payment_id)
);
create index lines_payment on lines (payment_id);

create table earnings (
  payment_id text collate "C" primary key,
  franchise_id text collate "C" not null,
  merchant_id text collate "C" not null,
  currency text collate "C" not null,
  approved_at timestamptz not null,
  gross bigint not null,
  fee bigint not null
);
create index earnings_franchise on earnings (franchise_id, approved_at);

create table franchises (
  id text collate "C" primary key,
  name text not null,
  bank_account json not null
);
