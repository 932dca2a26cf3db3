/** What the PSP reports by itself: stored, answered, worked off; what no payment can take goes to suspense. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { on, reaction } from '../../../platform/service/handlers.ts'
import { webhookRoutes } from './api.ts'
import { report, webhookReceived } from './report.ts'
import { suspense, suspension } from './suspense.ts'
import { webhooksView } from './view.ts'
import { workOff } from './work-off.ts'

export const webhooksFeature = defineFeature(paymentsContract, {
  aggregates: [report, suspense],
  views: [webhooksView],
  sagas: [suspension],
  reactions: [
    reaction(
      'works-off-webhooks',
      on(webhookReceived, ({ data }, context) => (data.paymentKey ? workOff(context, data.paymentKey) : [])),
    ),
  ],
  routes: webhookRoutes,
})
