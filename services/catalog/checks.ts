/** The catalog's part of `verify`: every query gives the differences, and none means that no unit went missing. */
import type { Check } from '../../platform/service/service.ts'

const check = (name: string, sql: string): Check => ({
  name,
  property: 5,
  differences: async read => (await read.query(sql)).rows,
})

export const checks: readonly Check[] = [
  check(
    'on hand equals the sum of the movements, for every product',
    `select product_id, s.on_hand, m.moved, s.movements, m.last, m.count
     from stock s full join (
       select product_id, sum(change) as moved, max(number) as last, count(*) as count
       from stock_movements group by product_id) m using (product_id)
     where s.product_id is null or s.on_hand <> coalesce(m.moved, 0)
       or s.movements <> coalesce(m.last, 0) or s.movements <> coalesce(m.count, 0) limit 100`,
  ),
  check(
    'every movement follows from the one before it',
    `select * from (
       select product_id, number, change, on_hand,
              lag(on_hand, 1, 0::bigint) over (partition by product_id order by number) as before
       from stock_movements) m
     where on_hand <> before + change limit 100`,
  ),
  check(
    'reserved equals the open reservations, for every product',
    `with open as (
       select l."productId" as product_id, sum(l.quantity) as quantity
       from reservations r, json_to_recordset(r.lines) as l ("productId" text, quantity bigint)
       where r.status = 'reserved' group by 1)
     select product_id, s.reserved, o.quantity as open
     from stock s full join open o using (product_id)
     where s.product_id is null or s.reserved <> coalesce(o.quantity, 0) limit 100`,
  ),
  check(
    'what orders moved is what they had reserved, once',
    `with wanted as (
       select r.order_id, l."productId" as product_id, m.kind, l.quantity * m.sign as change
       from reservations r, json_to_recordset(r.lines) as l ("productId" text, quantity bigint),
            (values ('shipped', -1, '{committed,returned}'::text[]), ('returned', 1, '{returned}')) as m (kind, sign, statuses)
       where r.status = any(m.statuses)),
     moved as (
       select order_id, product_id, kind, sum(change) as change, count(*) as count
       from stock_movements where order_id is not null group by 1, 2, 3)
     select order_id, product_id, kind, w.change as wanted, m.change as moved, m.count
     from wanted w full join moved m using (order_id, product_id, kind)
     where w.change is distinct from m.change or m.count <> 1 limit 100`,
  ),
  check(
    'nothing is negative, and no more is reserved than is there',
    'select product_id, on_hand, reserved from stock where reserved < 0 or on_hand < reserved limit 100',
  ),
  check(
    'every product has its stock, and both say the same of whether it is for sale',
    `select product_id, p.active as product_active, s.active as stock_active
     from products p full join stock s using (product_id) where p.active is distinct from s.active limit 100`,
  ),
]
