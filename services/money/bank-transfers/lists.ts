/** The top-ups and withdrawals of a member. */
import type { Queryable } from '../../../platform/db/database.ts'
import type { Aggregate } from '../../../platform/kit/aggregate.ts'
import { topUp } from './top-up.ts'
import { withdrawal } from './withdrawal.ts'

export interface CrossingsQuery {
  readonly memberId: string
  readonly before: string | null
  readonly limit: number
}

/** Newest first, with one row more than `limit` to tell whether there is a next page. */
async function listHeads<S>(read: Queryable, table: string, { name }: Aggregate<S>, asked: CrossingsQuery) {
  const { rows } = await read.query<{ id: string; state: S }>(
    `select c.id, h.state from ${table} c join heads h on h.stream = '${name}:' || c.id
     where c.member_id = $1 and ($2::text is null or c.id < $2) order by c.id desc limit $3`,
    [asked.memberId, asked.before, asked.limit + 1],
  )
  return rows
}

export const listTopUps = (read: Queryable, asked: CrossingsQuery) => listHeads(read, 'top_ups', topUp, asked)
export const listWithdrawals = (read: Queryable, asked: CrossingsQuery) =>
  listHeads(read, 'withdrawals', withdrawal, asked)

/** Money of theirs is on its way from the bank, or back to it. */
export async function awaitsMoney(read: Queryable, memberId: string): Promise<boolean> {
  const { rows } = await read.query(
    `select 1 from top_ups where member_id = $1 and status in ('requested', 'returning') limit 1`,
    [memberId],
  )
  return rows.length > 0
}
