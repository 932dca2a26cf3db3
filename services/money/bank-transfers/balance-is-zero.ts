/** Whether a member could leave: nothing is in their wallets, held, or on its way from or to their bank. */
import type { Queryable } from '../../../platform/db/database.ts'
import { balancesOf } from '../wallets/feature.ts'
import { awaitsMoney } from './lists.ts'

export async function balanceIsZero(read: Queryable, memberId: string): Promise<boolean> {
  const [balances, awaited] = await Promise.all([balancesOf(read, memberId), awaitsMoney(read, memberId)])
  return !awaited && balances.every(({ posted, held }) => posted === 0 && held === 0)
}
