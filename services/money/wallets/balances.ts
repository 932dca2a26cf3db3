/** What is in the wallets of a member. */
import type { Queryable } from '../../../platform/db/database.ts'

export interface WalletBalance {
  readonly currency: string
  readonly posted: number
  readonly held: number
}

export async function balancesOf(read: Queryable, memberId: string): Promise<WalletBalance[]> {
  const { rows } = await read.query<WalletBalance>(
    `select currency, (credits_posted - debits_posted)::float8 as posted, debits_pending::float8 as held
     from accounts where owner = $1 and kind = 'wallet' order by currency`,
    [memberId],
  )
  return rows
}
