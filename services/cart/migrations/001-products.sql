-- The cart's own copy of what it shows of a product. Its two parts come in events of two streams, in any order; each
-- remembers the version it was told at, so that an older word never replaces a newer one.

create table products (
  product_id text collate "C" primary key,
  version integer not null,
  name json not null,
  image text,
  price bigint not null check (price > 0),
  currency text collate "C" not null,
  active boolean not null
);

create table availability (
  product_id text collate "C" primary key,
  version integer not null,
  available boolean not null
);
