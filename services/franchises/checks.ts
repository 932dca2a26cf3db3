/** The franchises' part of `verify`. */
import type { Check } from '../../platform/service/service.ts'

export const checks: readonly Check[] = [
  {
    name: 'the newest fee of the history is the one that holds',
    property: 10,
    differences: async read =>
      (
        await read.query(
          `select h.stream, h.state ->> 'feeBp' as fee_bp, f.fee_bp as newest from heads h
           left join lateral (select fee_bp from fees where franchise_id = h.state ->> 'franchiseId'
                              order by number desc limit 1) f on true
           where h.stream like 'franchise:%' and f.fee_bp is distinct from (h.state ->> 'feeBp')::int limit 100`,
        )
      ).rows,
  },
]
