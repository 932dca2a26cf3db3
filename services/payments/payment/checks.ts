/** The part of `verify` for the list of payments. */
import type { Check } from '../../../platform/service/service.ts'

export const checks: readonly Check[] = [
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
