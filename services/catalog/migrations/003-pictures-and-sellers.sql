-- The picture of a product: {"sha256", "width", "height", "alt"}; null: it has none.
alter table products add column picture json;

-- The files that products name (a view), so that no other is kept.
create table product_files (
  owner text collate "C" not null,
  sha256 text collate "C" not null,
  primary key (owner, sha256)
);

-- What sellers are called. One who has not said so is not here.
create table sellers (
  id text collate "C" primary key,
  name json not null
);
