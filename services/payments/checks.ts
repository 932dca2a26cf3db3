/** The payments' part of `verify`. */
import type { Check } from '../../platform/service.ts'

export const checks: readonly Check[] = [
  {
    name: 'an order is paid at most once',
    property: 4,
    differences: async read =>
      (
        await read.query(
          `select order_id, count(*) as payments from payments
           where status in ('requested', 'authorized', 'approved', 'partially_refunded', 'refunded')
           group by order_id having count(*) > 1 limit 100`,
        )
      ).rows,
  },
  {
    name: 'the list shows every payment as its head does',
    property: 10,
    differences: async read =>
      (
        await read.query(
          `select p.id, p.status, h.state ->> 'status' as head from payments p
           full join (select * from heads where stream like 'payment:%') h on h.stream = 'payment:' || p.id
           where p.status is distinct from (h.state ->> 'status') limit 100`,
        )
      ).rows,
  },
]
