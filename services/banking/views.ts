/** The list of bank transfers. */
import { text, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { headView } from '../../platform/service/head-view.ts'
import { type BankTransfer, bankTransfer } from './transfer.ts'

export const transfersView = headView(bankTransfer, {
  table: 'transfers',
  columns: {
    owner: text(({ account }) => account.owner),
    account_id: text(({ accountId }) => accountId),
    status: text(({ status }) => status),
    requested_at: timestamptz(({ requestedAt }) => requestedAt),
    booked_at: timestamptz(({ bookedAt }) => bookedAt),
  },
  keep: ['requested_at'],
})

export interface TransfersQuery {
  /** Null for an operator. */
  readonly owner: string | null
  readonly accountId: string | null
  readonly before: string | null
  readonly limit: number
}

const TRANSFERS = `select h.state from transfers t join heads h on h.stream = 'bank-transfer:' || t.id`

/** Newest first; one row more than `limit` tells that there is a next page. */
export async function listTransfers(read: Queryable, asked: TransfersQuery): Promise<BankTransfer[]> {
  const { rows } = await read.query<{ state: BankTransfer }>(
    `${TRANSFERS} where ($1::text is null or t.owner = $1) and ($2::text is null or t.account_id = $2)
       and ($3::text is null or t.id < $3)
     order by t.id desc limit $4`,
    [asked.owner, asked.accountId, asked.before, asked.limit + 1],
  )
  return rows.map(({ state }) => state)
}
