/** The list of bank transfers. */
import { text, timestamptz } from '../../platform/db/copy.ts'
import { headView } from '../../platform/service/head-view.ts'
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
