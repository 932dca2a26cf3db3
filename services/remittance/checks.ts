/** The remittances' part of `verify`. */
import type { Check } from '../../platform/service/service.ts'
import { listEqualsHeads } from '../../platform/verification/list-equals-heads.ts'
import { check } from '../../platform/verification/verify.ts'
import { remittance } from './remittance.ts'

export const checks: readonly Check[] = [
  check(
    'a remittance at rest agrees with the saga that sends it',
    9,
    `select r.id, r.status, s.state ->> 'status' as saga from remittances r
     left join heads s on s.stream = 'saga:remittance/' || r.id
     where case r.status when 'succeeded' then 'done' when 'failed' then 'undone' else 'under way' end
       <> case s.state ->> 'status' when 'done' then 'done' when 'undone' then 'undone' else 'under way' end
     limit 100`,
  ),
  listEqualsHeads({ table: 'remittances', aggregate: remittance, columns: { status: 'status' } }),
]
