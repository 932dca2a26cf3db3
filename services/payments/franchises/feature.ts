/** Payments at franchises, by wallet: the payer's money goes to the franchise's account, less the fee. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { markPaid } from './commands.ts'
import { franchisesCopy, membersCopy } from './copies.ts'
import { franchisePayment, franchiseRefund } from './sagas.ts'

export { lost, payAtFranchise, refundOf } from './commands.ts'
export { franchiseRefund } from './sagas.ts'

export const franchisesFeature = defineFeature(paymentsContract, {
  sagas: [franchisePayment, franchiseRefund],
  commands: { markPaymentPaid: markPaid },
  projections: [franchisesCopy, membersCopy],
})
