/** What keeps a member from leaving: payments of theirs or at their franchises, and refunds, that have not ended. */
import { obligationsOf } from '../../../contracts/obligations.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { select, sql } from '../../../platform/db/sql.ts'

const TEXTS = {
  payments_under_way: {
    ko: '진행 중인 결제가 있어요. 결제가 끝난 뒤 다시 시도해 주세요.',
    en: 'Payments of yours are under way: try again once they have ended.',
  },
  refunds_under_way: {
    ko: '진행 중인 환불이 있어요. 환불이 끝난 뒤 다시 시도해 주세요.',
    en: 'Refunds to you are under way: try again once they have arrived.',
  },
  refunds_failed: {
    ko: '카드사나 은행이 거절하여 아직 돌려드리지 못한 환불이 있어요. 운영자에게 문의해 주세요.',
    en: 'Refunds to you were refused and are not settled: ask an operator.',
  },
  money_in_suspense: {
    ko: '주문에 쓰이지 못하고 보관 중인 결제 대금이 있어요. 운영자에게 문의해 주세요.',
    en: 'Money that you paid could not be used for your order and is kept for you: ask an operator.',
  },
  franchise_payments_under_way: {
    ko: '내 가맹점에서 진행 중인 결제나 환불이 있어요. 끝난 뒤 다시 시도해 주세요.',
    en: 'Payments or refunds at your franchises are under way: try again once they have ended.',
  },
} as const

interface Row {
  readonly code: keyof typeof TEXTS
  readonly count: number
  readonly amount: number | null
  readonly currency: string | null
  readonly reference: string
}

export async function paymentObligations(read: Queryable, memberId: string) {
  const taking = sql`p.status in ('requested', 'authorized')`
  const refunding = sql`(h.state ->> 'refunding') <> '{}'`
  const facts = sql`count(*)::int as count, sum(p.amount)::float8 as amount, p.currency, min(p.id) as reference
    from payments p join heads h on h.stream = 'payment:' || p.id`
  // Few tasks are open at a time: from them it is not far to whom they are about.
  const waiting = sql`count(*)::int as count, sum((t.state ->> 'amount')::bigint)::float8 as amount,
      t.state ->> 'currency' as currency, min(o.id) as reference
    from operator_tasks o join heads t on t.stream = 'task:' || o.id`
  return obligationsOf(
    TEXTS,
    await select<Row>(
      read,
      sql`select 'payments_under_way' as code, ${facts} where p.member_id = ${memberId} and ${taking} group by p.currency
          union all
          select 'refunds_under_way', ${facts} where p.member_id = ${memberId} and ${refunding} group by p.currency
          union all
          select 'refunds_failed', ${waiting} join payments p on p.id = o.about[1]
          where o.kind = 'refund-failed' and o.status <> 'closed' and p.member_id = ${memberId} group by 4
          union all
          select 'money_in_suspense', ${waiting}
          where o.kind = 'suspense' and o.status <> 'closed' and (
            exists (select 1 from payments p where p.id = any(o.about) and p.member_id = ${memberId})
            or exists (select 1 from payable_orders p where p.order_id = any(o.about) and p.member_id = ${memberId}))
          group by 4
          union all
          select 'franchise_payments_under_way', ${facts}
          where p.franchise_id in (select id from franchises where merchant_id = ${memberId})
            and (${taking} or ${refunding}) group by p.currency`,
    ),
  )
}
