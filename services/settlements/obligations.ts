/** What keeps a member from leaving: what their franchises earned and were not paid yet, or gave back after they were paid. */
import { obligationsOf } from '../../contracts/obligations.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'

const TEXTS = {
  settlements_unpaid: {
    ko: '아직 지급되지 않은 정산이 있어요. 정산금이 입금된 뒤 다시 시도해 주세요.',
    en: 'Settlements have not been paid out to you yet: try again once they have.',
  },
  settlement_due: {
    ko: '아직 정산되지 않은 가맹점 매출이 있어요. 다음 정산이 끝난 뒤 다시 시도해 주세요.',
    en: 'What your franchises earned is not settled yet: try again after the next settlement.',
  },
  settlement_owed: {
    ko: '정산 후 환불되어 갚아야 할 가맹점 매출이 있어요. 운영자에게 문의해 주세요.',
    en: 'Your franchises gave back more than they earned since they were paid: ask an operator how to repay it.',
  },
} as const

interface Row {
  readonly code: keyof typeof TEXTS
  readonly count: number
  readonly amount: number
  readonly currency: string
  readonly reference: string
}

export const settlementObligations = async (read: Queryable, memberId: string) =>
  obligationsOf(
    TEXTS,
    await select<Row>(
      read,
      sql`select 'settlements_unpaid' as code, count(*)::int as count, sum(payout)::float8 as amount, currency,
                 min(id) as reference
          from settlements where merchant_id = ${memberId} and status <> 'paid' group by currency
          union all
          select case when sum(gross - fee) < 0 then 'settlement_owed' else 'settlement_due' end, count(*)::int,
                 abs(sum(gross - fee))::float8, currency, min(franchise_id)
          from earnings where merchant_id = ${memberId} group by franchise_id, currency`,
    ),
  )
