/** The remittances' part of `verify`. */
import type { Check } from '../../platform/service/service.ts'
import { check } from '../../platform/verification/verify.ts'

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
  check(
    'the list shows every remittance as its head does',
    10,
    `select r.id, r.status, h.state ->> 'status' as head from remittances r
     full join (select * from heads where stream like 'remittance:%') h on h.stream = 'remittance:' || r.id
     where r.status is distinct from (h.state ->> 'status') limit 100`,
  ),
]
