-- What lists need of a payment (its state is its head), the service's own copy of orders, webhooks as they came in, and
-- the tasks an operator has to settle.

create table payments (
  id text collate "C" primary key,
  order_id text collate "C" not null,
  member_id text collate "C" not null,
  status text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  method text not null,
  created_at timestamptz not null
);
create index payments_order on payments (order_id);
create index payments_member on payments (member_id, id);
create index payments_created on payments (created_at);

create table payable_orders (
  order_id text collate "C" primary key,
  member_id text collate "C" not null,
  amount bigint not null,
  currency text not null,
  status text not null check (status in ('placed', 'awaiting', 'over'))
);

create table webhooks (
  id text collate "C" primary key,
  received_at timestamptz not null,
  payment_key text,
  body text not null
);
revoke update, delete on webhooks from current_service;

create table tasks (
  id text collate "C" primary key,
  kind text not null,
  status text not null check (status in ('open', 'closed')),
  reference text not null,
  amount bigint not null,
  currency text not null,
  opened_at timestamptz not null
);
