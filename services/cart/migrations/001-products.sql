-- The cart's own copy of what it shows of a product. The two parts come in separate events, in any order.

create table products (
  product_id text collate "C" primary key,
  name json not null,
  image text,
  price bigint not null check (price > 0),
  currency text collate "C" not null,
  active boolean not null
);

create table availability (
  product_id text collate "C" primary key,
  available boolean not null
);
