-- What people call a category. One that nobody has named is called by its code.
create table categories (
  id text collate "C" primary key,
  name json not null,
  -- What its names are found by.
  words text[] not null
);

-- `words` are tokens of `platform/search` and, for the search by a category's names, the label of the category; the view's new
-- version fills them at the next start.

-- Prices of different currencies do not compare: a list by price has one currency after the other, our own first. Both lists
-- go up, that from the highest price by its negative.
alter table products
  add column currency_place text collate "C" not null generated always as (case currency when 'KRW' then '' else currency end) stored;
drop index products_by_price;
alter table products drop column price_major;
create index products_by_price on products (currency_place, price, product_id) where active;
create index products_by_price_down on products (currency_place, (-price), product_id) where active;
