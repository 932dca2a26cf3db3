/** Refunds of captured payments, for an order or at a franchise. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { refundRoutes } from './api.ts'
import { markRefunded, markRefundFailed, refundCommand } from './commands.ts'

export { refundCommand } from './commands.ts'

export const refundsFeature = defineFeature(paymentsContract, {
  commands: {
    refundPayment: (input, context) => refundCommand({ ...input, refundId: context.ports.ids.next('ref') }),
    markPaymentRefunded: markRefunded,
    markPaymentRefundFailed: markRefundFailed,
  },
  routes: refundRoutes,
})
