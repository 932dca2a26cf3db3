/** The part of `verify` for what franchises earned and were paid out. */
import type { Check } from '../../../platform/service/service.ts'
import { check } from '../../../platform/verification/verify.ts'

export const checks: readonly Check[] = [
  check(
    'what a franchise earned and was paid of it is what its payments say',
    4,
    `select e.payment_id, e.gross, e.fee, e.settled_gross, e.settled_fee, e.claimed_by, h.state
     from (select * from earnings) e
     full join (select * from heads where stream like 'payment:%' and state ->> 'approvedAt' is not null) h
       on h.stream = 'payment:' || e.payment_id
     where e.gross is distinct from (h.state ->> 'amount')::bigint - (h.state ->> 'refunded')::bigint
        or e.fee is distinct from div(2 * e.gross::numeric * (h.state ->> 'feeBp')::numeric + 10000, 20000)
        or e.settled_gross is distinct from (h.state -> 'settled' ->> 'gross')::bigint
        or e.settled_fee is distinct from (h.state -> 'settled' ->> 'fee')::bigint
        or e.claimed_by is distinct from (h.state -> 'claimed' ->> 'settlementId')
     limit 100`,
  ),
  check(
    'a settled payment was settled whole',
    4,
    `select p.id, e.gross, e.fee, e.settled_gross, e.settled_fee from payments p join earnings e on e.payment_id = p.id
     where p.status = 'settled' and (e.gross, e.fee) <> (e.settled_gross, e.settled_fee) limit 100`,
  ),
]
