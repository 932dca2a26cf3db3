/** The orders' part of `verify`. */
import type { Check } from '../../platform/service/service.ts'

export const checks: readonly Check[] = [
  {
    name: 'an order at rest agrees with its checkout',
    property: 9,
    differences: async read =>
      (
        await read.query(
          `select o.id, o.status, s.state ->> 'status' as checkout from orders o
           join heads s on s.stream = 'saga:checkout/' || o.id
           where (s.state ->> 'status' = 'done') <> (o.status in ('confirmed', 'partially_shipped', 'shipped', 'delivered', 'cancelling', 'refunded'))
             and s.state ->> 'status' in ('done', 'undone') limit 100`,
        )
      ).rows,
  },
  {
    name: 'the list shows every order as its head does',
    property: 10,
    differences: async read =>
      (
        await read.query(
          `select o.id, o.status, h.state ->> 'status' as head from orders o
           full join (select * from heads where stream like 'order:%') h on h.stream = 'order:' || o.id
           where o.status is distinct from (h.state ->> 'status') limit 100`,
        )
      ).rows,
  },
]
