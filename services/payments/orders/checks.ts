/** The part of `verify` for payments of orders. */
import type { Check } from '../../../platform/service/service.ts'
import { check } from '../../../platform/verification/verify.ts'

export const checks: readonly Check[] = [
  check(
    'an order is paid at most once',
    4,
    `select order_id, count(*) as payments from payments
     where order_id is not null and status in ('requested', 'authorized', 'approved', 'partially_refunded', 'refunded')
     group by order_id having count(*) > 1 limit 100`,
  ),
]
