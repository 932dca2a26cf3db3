/** What keeps a member from leaving: transfers from or to their bank account whose outcome the bank has not told. */
import { obligationsOf } from '../../contracts/obligations.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'

const TEXTS = {
  bank_transfers_under_way: {
    ko: '은행에서 처리 중인 이체가 있어요. 이체가 끝난 뒤 다시 시도해 주세요.',
    en: 'Transfers with your bank account are still under way: try again once they have ended.',
  },
} as const

export const bankObligations = async (read: Queryable, memberId: string) =>
  obligationsOf(
    TEXTS,
    await select<{ code: keyof typeof TEXTS; count: number; reference: string | null }>(
      read,
      sql`select 'bank_transfers_under_way' as code, count(*)::int as count, min(id) as reference
          from transfers where owner = ${memberId} and status in ('requested', 'unknown')`,
    ),
  )
