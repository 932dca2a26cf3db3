/** Refunds of captured payments, for an order or at a franchise. */
import { paymentRefunded, paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { on, reaction } from '../../../platform/service/handlers.ts'
import { paymentKey } from '../payment/feature.ts'
import { refundRoutes } from './api.ts'
import { markRefunded, markRefundFailed, refundRest } from './commands.ts'
import { closeRefundTasks } from './failed-refund.ts'
import { refundFailedTask } from './refund-failed-task.ts'

export { beginRefund, refundable, refundCommand } from './commands.ts'

export const refundsFeature = defineFeature(paymentsContract, {
  tasks: [refundFailedTask],
  commands: {
    refundPayment: (input, context) => refundRest({ ...input, refundId: context.ports.ids.next('ref') }),
    markPaymentRefunded: markRefunded,
    markPaymentRefundFailed: markRefundFailed,
  },
  reactions: [
    reaction(
      'ends-tasks-of-refunds',
      on(paymentRefunded, async ({ data }, { writer }) => {
        const refunded = (await writer.head(paymentKey(data.paymentId)))?.state
        return refunded?.status === 'refunded' ? [closeRefundTasks(refunded)] : []
      }),
    ),
  ],
  routes: refundRoutes,
})
