-- What lists need of a franchise (its state is its head), and the history of its fee.

create table franchises (
  id text collate "C" primary key,
  merchant_id text collate "C" not null
);
create index franchises_merchant on franchises (merchant_id, id);

create table fees (
  franchise_id text collate "C" not null,
  number integer not null check (number > 0),
  fee_bp integer not null check (fee_bp between 0 and 10000),
  previous_bp integer check (previous_bp between 0 and 10000),
  set_by text collate "C" not null,
  at timestamptz not null,
  primary key (franchise_id, number)
);
