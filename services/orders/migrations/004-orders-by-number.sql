-- Which order has a number: a row is written once, when the number is drawn. A column of `orders` would put every index of that
-- table in the way of the update that confirms an order.
create table numbered_orders (
  number text collate "C" primary key,
  id text collate "C" not null
);
