/** Payments: for an order, by wallet or by card, or at a franchise; set aside, taken, let go, given back, settled. */
import { memberForgotten } from '../../contracts/identity.ts'
import { paymentsContract } from '../../contracts/payments.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { on, reaction } from '../../platform/service/handlers.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { paymentRoutes } from './api.ts'
import { pspCalls } from './calls.ts'
import { checks } from './checks.ts'
import {
  authorizeCommand,
  captureCommand,
  markApproved,
  markAuthorized,
  markDeclined,
  markRefunded,
  markRefundFailed,
  markVoided,
  refundAll,
  voidCommand,
} from './commands.ts'
import { franchisesCopy, membersCopy } from './copies.ts'
import { earningsView } from './earnings.ts'
import { markPaid } from './franchise-payment.ts'
import { franchisePayment, franchiseRefund } from './franchise-sagas.ts'
import { claim, payment } from './payment.ts'
import { refusals } from './refusals.ts'
import { sagas } from './sagas.ts'
import { claimCommand, claiming, settleCommand } from './settlement-claim.ts'
import { tossPsp } from './toss-psp.ts'
import { payableOrders, paymentsView } from './views.ts'
import { report, suspense, webhookReceived, webhooksView, workOff } from './webhooks.ts'

const pspOf = (context: ServiceContext) =>
  tossPsp({
    url: context.settings.PSP_URL ?? '',
    secretKey: context.settings.PSP_SECRET_KEY ?? '',
    ...(context.settings.PSP_ANSWER_LIMIT_MS && { answerLimit_ms: Number(context.settings.PSP_ANSWER_LIMIT_MS) }),
  })

export const payments = defineService(paymentsContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [payment, claim, claiming, report, suspense],
  views: [paymentsView, earningsView, webhooksView],
  sagas: [...sagas, franchisePayment, franchiseRefund],
  calls: context => pspCalls(pspOf(context)),
  commands: {
    authorizePayment: authorizeCommand,
    capturePayment: captureCommand,
    voidPayment: voidCommand,
    refundPayment: (input, context) => refundAll(input, context.ports.ids.next('ref')),
    claimSettlement: claimCommand,
    settlePayments: settleCommand,
    markPaymentAuthorized: markAuthorized,
    markPaymentDeclined: markDeclined,
    markPaymentApproved: markApproved,
    markPaymentPaid: markPaid,
    markPaymentVoided: markVoided,
    markPaymentRefunded: markRefunded,
    markPaymentRefundFailed: markRefundFailed,
  },
  reactions: [
    reaction(
      'works-off-webhooks',
      on(webhookReceived, ({ data }, context) =>
        data.paymentKey ? workOff(context, pspOf(context), data.paymentKey) : [],
      ),
    ),
    reaction(
      'forgets-members',
      on(memberForgotten, async ({ data }, context) => {
        await context.vault.forget(data.memberId)
        return []
      }),
    ),
  ],
  projections: [payableOrders, franchisesCopy, membersCopy],
  routes: context => paymentRoutes(context, pspOf(context)),
  refusals,
  checks,
})
