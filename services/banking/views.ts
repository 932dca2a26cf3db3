/** The list of bank transfers, and the accounts of some. */
import type { ShownAccount } from '../../contracts/counterparty.ts'
import { text, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { headView } from '../../platform/service/head-view.ts'
import { headsByIds } from '../../platform/service/list-heads.ts'
import { bankTransfer } from './transfer.ts'

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

export async function accountsOfTransfers(
  read: Queryable,
  ids: readonly string[],
): Promise<Record<string, ShownAccount>> {
  const found = await headsByIds(read, bankTransfer, ids)
  return Object.fromEntries(
    found.map(({ id, state: { account } }) => [id, { bankCode: account.bankCode, last4: account.last4 }]),
  )
}
