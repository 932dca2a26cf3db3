-- What lists need of an order (its state is its head), the service's own copy of the catalog, and the number counters.

create table orders (
  id text collate "C" primary key,
  member_id text collate "C" not null,
  status text not null,
  merchants text[] not null,
  placed_at timestamptz not null
) with (fillfactor = 80);
create index orders_member on orders (member_id, id);
create index orders_merchants on orders using gin (merchants);

create table products (
  id text collate "C" primary key,
  merchant_id text collate "C",
  name json not null,
  price bigint not null check (price > 0),
  currency text not null,
  active boolean not null
);

create table order_numbers (
  month text collate "C" primary key,
  last integer not null check (last >= 0)
) with (fillfactor = 50);
