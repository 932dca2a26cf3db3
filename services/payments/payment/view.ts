/** The list of payments as a read model. */
import { bigint, text, timestamptz } from '../../../platform/db/copy.ts'
import { headView } from '../../../platform/service/head-view.ts'
import { payment } from './payment.ts'
import { isAtFranchise } from './state.ts'

export const paymentsView = headView(payment, {
  table: 'payments',
  columns: {
    order_id: text(state => (isAtFranchise(state) ? null : state.orderId)),
    franchise_id: text(state => (isAtFranchise(state) ? state.franchiseId : null)),
    merchant_id: text(state => (isAtFranchise(state) ? state.merchantId : null)),
    member_id: text(({ memberId }) => memberId),
    status: text(({ status }) => status),
    amount: bigint(({ amount }) => amount),
    currency: text(({ currency }) => currency),
    method: text(({ method }) => method),
    created_at: timestamptz(({ createdAt }) => createdAt),
  },
  keep: ['order_id', 'franchise_id', 'merchant_id', 'member_id', 'amount', 'currency', 'method', 'created_at'],
})
