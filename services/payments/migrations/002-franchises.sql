-- Payments at franchises: their list beside those for orders, what each earned and was not settled yet, and this
-- service's own copies of the franchises and of the members that are deactivated.

alter table payments
  alter column order_id drop not null,
  add column franchise_id text collate "C",
  add column merchant_id text collate "C",
  add check ((order_id is null) <> (franchise_id is null));
create index payments_franchise on payments (franchise_id, id) where franchise_id is not null;

create table earnings (
  payment_id text collate "C" primary key,
  franchise_id text collate "C" not null,
  currency text not null,
  approved_at timestamptz not null,
  -- Amounts less refunds, and the fee on that; below it what settlements have paid out of it.
  gross bigint not null,
  fee bigint not null,
  settled_gross bigint not null,
  settled_fee bigint not null,
  -- The settlement that is about to pay out the rest.
  claimed_by text collate "C"
);
create index earnings_unsettled on earnings (franchise_id, approved_at)
  where claimed_by is null and (gross <> settled_gross or fee <> settled_fee);
create index earnings_claimed on earnings (claimed_by) where claimed_by is not null;

create table franchises (
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  fee_bp integer not null,
  active boolean not null
);

create table inactive_members (
  id text collate "C" primary key
);
