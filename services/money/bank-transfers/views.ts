/** Read models of top-ups and withdrawals. */
import { bigint, text } from '../../../platform/db/copy.ts'
import { headView } from '../../../platform/service/head-view.ts'
import { topUp } from './top-up.ts'
import { withdrawal } from './withdrawal.ts'

export const topUpsView = headView(topUp, {
  name: 'top-ups',
  table: 'top_ups',
  columns: {
    member_id: text(({ memberId }) => memberId),
    amount: bigint(({ amount }) => amount),
    currency: text(({ currency }) => currency),
    region: text(({ region }) => region),
    transfer_id: text(({ transferId }) => transferId),
    status: text(({ status }) => status),
  },
})

export const withdrawalsView = headView(withdrawal, {
  table: 'withdrawals',
  columns: {
    member_id: text(({ memberId }) => memberId),
    amount: bigint(({ amount }) => amount),
    currency: text(({ currency }) => currency),
    transfer_id: text(({ transferId }) => transferId),
    status: text(({ status }) => status),
  },
})
