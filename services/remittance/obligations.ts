/** What keeps a member from leaving: remittances from or to them that have not arrived. */
import { obligationsOf } from '../../contracts/obligations.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'

const TEXTS = {
  remittances_under_way: {
    ko: '보내는 중인 송금이 있어요. 송금이 끝난 뒤 다시 시도해 주세요.',
    en: 'Money that you sent is still under way: try again once it has arrived.',
  },
  remittances_incoming: {
    ko: '받는 중인 송금이 있어요. 송금이 끝난 뒤 다시 시도해 주세요.',
    en: 'Money is on its way to you: try again once it has arrived.',
  },
} as const

export async function remittanceObligations(read: Queryable, memberId: string) {
  const underWay = sql`status not in ('succeeded', 'failed')`
  return obligationsOf(
    TEXTS,
    await select<{ code: keyof typeof TEXTS; count: number; reference: string | null }>(
      read,
      sql`select 'remittances_under_way' as code, count(*)::int as count, min(id) as reference
          from remittances where sender = ${memberId} and ${underWay}
          union all
          select 'remittances_incoming', count(*)::int, min(id)
          from remittances where recipient = ${memberId} and ${underWay}`,
    ),
  )
}
