/** What all payments have in common: their aggregate, their list, and what the other features build on. */
import { memberForgotten } from '../../../contracts/identity.ts'
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { forgetsSubjects } from '../../../platform/service/forgets-subjects.ts'
import { paymentRoutes } from './api.ts'
import { checks } from './checks.ts'
import { markDeclined } from './mark.ts'
import { payment } from './payment.ts'
import { paymentsView } from './view.ts'

export { paymentsOf } from './api.ts'
export { begin, mark, refundIdOf, remember, SAGA, sagaIdOf } from './mark.ts'
export { payment, paymentKey } from './payment.ts'
export { isPayee, type Notes, openNotes, PaymentResponse, present } from './present.ts'
export {
  type FranchisePayment,
  factsOf,
  franchiseFactsOf,
  isAtFranchise,
  isRefunding,
  keptFee,
  type OrderPayment,
  orderFactsOf,
  type Payment,
  type PaymentStatus,
  type RefundState,
  refundedByProcessor,
  refundingOf,
  type Share,
} from './state.ts'

import { paymentObligations } from './obligations.ts'

export const paymentFeature = defineFeature(paymentsContract, {
  aggregates: [payment],
  views: [paymentsView],
  commands: { markPaymentDeclined: markDeclined },
  reactions: [forgetsSubjects(memberForgotten, ({ memberId }) => memberId)],
  routes: paymentRoutes,
  rpcs: ({ read }) => ({ mayLeave: ({ memberId }) => paymentObligations(read, memberId) }),
  checks,
})
