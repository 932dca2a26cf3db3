/** What keeps a member from leaving: franchises of theirs that still take payments. */
import { obligationsOf } from '../../contracts/obligations.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'

const TEXTS = {
  franchises_active: {
    ko: '운영 중인 가맹점이 있어요. 먼저 가맹점을 비활성화해 주세요.',
    en: 'You own franchises that take payments: set them inactive first.',
  },
} as const

export const franchiseObligations = async (read: Queryable, memberId: string) =>
  obligationsOf(
    TEXTS,
    await select<{ code: keyof typeof TEXTS; count: number; reference: string | null }>(
      read,
      sql`select 'franchises_active' as code, count(*)::int as count, min(f.id) as reference
          from franchises f join heads h on h.stream = 'franchise:' || f.id
          where f.merchant_id = ${memberId} and (h.state ->> 'active')::boolean`,
    ),
  )
