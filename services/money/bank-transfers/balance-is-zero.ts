/** Whether a member could leave: nothing is in their wallets, held, or on its way from or to their bank. */
import type { Queryable } from '../../../platform/db/database.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import { balancesOf } from '../wallets/feature.ts'

export async function balanceIsZero(read: Queryable, memberId: string): Promise<boolean> {
  const [balances, awaited] = await Promise.all([
    balancesOf(read, memberId),
    select(
      read,
      sql`select 1 from top_ups where member_id = ${memberId} and status in ('requested', 'returning') limit 1`,
    ),
  ])
  return awaited.length === 0 && balances.every(({ posted, held }) => posted === 0 && held === 0)
}
