/** Refunds of captured payments, for an order or at a franchise. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { refundRoutes } from './api.ts'
import { markRefunded, markRefundFailed, refundRest } from './commands.ts'
import { refundFailedTask } from './refund-failed-task.ts'

export { beginRefund, refundable, refundCommand } from './commands.ts'

export const refundsFeature = defineFeature(paymentsContract, {
  tasks: [refundFailedTask],
  commands: {
    refundPayment: (input, context) => refundRest({ ...input, refundId: context.ports.ids.next('ref') }),
    markPaymentRefunded: markRefunded,
    markPaymentRefundFailed: markRefundFailed,
  },
  routes: refundRoutes,
})
