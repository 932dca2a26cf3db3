/** Payments for orders, by wallet or by card: asked for by the checkout or the customer, authorized, captured, voided. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { checks } from './checks.ts'

import { claim } from './claim.ts'
import {
  captureCommand,
  markApproved,
  markAuthorized,
  markOrderDeclined,
  markUnavailable,
  markVoided,
  voidCommand,
} from './commands.ts'
import { payableOrders } from './payable-orders.ts'
import { requestPayment } from './request.ts'
import { sagas } from './sagas.ts'
import { takenForOrder } from './taken.ts'

export { takingOf } from './commands.ts'
export { type Paying, payOrder } from './pay.ts'
export { authorization, refund } from './sagas.ts'

export const ordersFeature = defineFeature(paymentsContract, {
  aggregates: [claim],
  sagas,
  commands: {
    authorizePayment: input => requestPayment({ ...input, initiator: 'checkout', card: null, charge: null }),
    capturePayment: captureCommand,
    voidPayment: voidCommand,
    markPaymentAuthorized: markAuthorized,
    markPaymentApproved: markApproved,
    markPaymentVoided: markVoided,
    markPaymentUnavailable: markUnavailable,
    markOrderPaymentDeclined: markOrderDeclined,
  },
  rpcs: context => ({ takenForOrder: takenForOrder(context) }),
  projections: [payableOrders],
  checks,
})
