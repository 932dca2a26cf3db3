-- Products as they are shown, the stock of each, and what became of every unit. Prices are minor units.

create table products (
  product_id text collate "C" primary key,
  merchant_id text collate "C",
  name json not null,
  description json not null,
  price bigint not null check (price > 0),
  currency text collate "C" not null,
  category text collate "C" not null,
  image text,
  tags json not null,
  active boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- What the list is sorted by: the price as the number people see, and the names in lower case.
  price_major double precision not null,
  name_ko text collate "C" not null,
  name_en text collate "C" not null,
  -- Words of names, descriptions, category and tags, folded as a search folds its own.
  words text[] not null,
  search tsvector not null generated always as (array_to_tsvector(words)) stored
);
create index products_newest on products (created_at desc, product_id desc) where active;
create index products_by_price on products (price_major, product_id) where active;
create index products_by_name_ko on products (name_ko, product_id) where active;
create index products_by_name_en on products (name_en, product_id) where active;
create index products_by_category on products (category) where active;
create index products_by_word on products using gin (search);

create table stock (
  product_id text collate "C" primary key,
  version integer not null,
  active boolean not null,
  on_hand bigint not null,
  reserved bigint not null,
  -- Number of the last movement.
  movements integer not null,
  constraint reserved_not_negative check (reserved >= 0),
  constraint available_not_negative check (on_hand - reserved >= 0)
) with (fillfactor = 50);

create table stock_movements (
  product_id text collate "C" not null,
  number integer not null check (number > 0),
  kind text not null check (kind in ('received', 'adjusted', 'shipped', 'returned')),
  change bigint not null check (change <> 0),
  on_hand bigint not null check (on_hand >= 0),
  order_id text collate "C",
  reason text,
  actor text collate "C" not null,
  at timestamptz not null,
  primary key (product_id, number),
  check ((kind in ('received', 'returned')) = (change > 0)),
  check ((kind in ('shipped', 'returned')) = (order_id is not null))
);
-- What moved has moved; putting it right is a movement of its own.
revoke update, delete on stock_movements from current_service;

create table reservations (
  order_id text collate "C" primary key,
  version integer not null,
  status text not null check (status in ('reserved', 'committed', 'released', 'expired', 'returned')),
  -- One line for each product: [{"productId": …, "quantity": …}].
  lines json not null,
  expires_at timestamptz not null
) with (fillfactor = 80);
create index reservations_open on reservations (order_id) where status = 'reserved';
