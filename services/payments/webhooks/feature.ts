/** What the PSP reports by itself: stored, answered, worked off; what no payment can take goes to suspense. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { on, reaction } from '../../../platform/service/handlers.ts'
import { webhookRoutes } from './api.ts'
import { differenceTask } from './difference-task.ts'
import { look } from './look.ts'
import { listOlderSuspense } from './older-suspense.ts'
import { report, webhookReceived } from './report.ts'
import { markFailed, markSettled, settleSuspense, suspenseTask } from './settle-suspense.ts'
import { suspense, suspension } from './suspense.ts'
import { webhooksView } from './view.ts'

export { type Difference, differenceOf } from './difference.ts'
export { lookId } from './look-again.ts'
export { differenceKey, openDifference } from './open-difference.ts'
export { suspended } from './suspense.ts'

export const webhooksFeature = defineFeature(paymentsContract, {
  aggregates: [report, suspense],
  views: [webhooksView],
  sagas: [suspension, settleSuspense],
  tasks: [differenceTask, suspenseTask],
  commands: {
    lookAtProcessor: (input, context) => look(context, input),
    markSuspenseSettled: markSettled,
    markSuspenseFailed: markFailed,
  },
  start: listOlderSuspense,
  reactions: [
    reaction(
      'works-off-webhooks',
      on(webhookReceived, async ({ data }, context) =>
        data.paymentKey === null ? [] : [await look(context, { paymentKey: data.paymentKey, looks: 1 })],
      ),
    ),
  ],
  routes: webhookRoutes,
})
