-- What each merchant has to ship, or has shipped, by an order that was paid: `open:mem_1`, `shipped:mem_2`.
create table merchant_shipments (
  id text collate "C" primary key,
  shipments text[] not null
) with (fillfactor = 80);
create index merchant_shipments_by_state on merchant_shipments using gin (shipments);
