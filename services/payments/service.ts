/** Payments: for an order, by wallet or by card, or at a franchise; set aside, taken, let go, given back, settled. */
import { memberForgotten } from '../../contracts/identity.ts'
import {
  authorizePayment,
  capturePayment,
  claimSettlement,
  refundPayment,
  settlePayments,
  voidPayment,
} from '../../contracts/payments.ts'
import { bareService, type ServiceContext } from '../../platform/service/service.ts'
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
import { MARK } from './marks.ts'
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

export const payments = bareService({
  name: 'payments',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [payment, claim, claiming, report, suspense],
  views: [paymentsView, earningsView, webhooksView],
  sagas: [...sagas, franchisePayment, franchiseRefund],
  calls: context => pspCalls(pspOf(context)),
  accepts: {
    [authorizePayment.type]: authorizeCommand,
    [capturePayment.type]: captureCommand,
    [voidPayment.type]: voidCommand,
    [refundPayment.type]: (input, context) => refundAll(input, context.ports.ids.next('ref')),
    [claimSettlement.type]: claimCommand,
    [settlePayments.type]: settleCommand,
    [MARK.authorized]: markAuthorized,
    [MARK.declined]: markDeclined,
    [MARK.approved]: markApproved,
    [MARK.paid]: markPaid,
    [MARK.voided]: markVoided,
    [MARK.refunded]: markRefunded,
    [MARK.refundFailed]: markRefundFailed,
  },
  reactions: [
    {
      name: 'works-off-webhooks',
      from: 'payments',
      on: {
        [webhookReceived.type]: ({ data }, context) =>
          data.paymentKey ? workOff(context, pspOf(context), data.paymentKey) : [],
      },
    },
    {
      name: 'forgets-members',
      from: 'identity',
      on: {
        [memberForgotten.type]: async ({ data }, context) => {
          await context.vault.forget(data.memberId)
          return []
        },
      },
    },
  ],
  projections: [payableOrders, franchisesCopy, membersCopy],
  routes: context => paymentRoutes(context, pspOf(context)),
  refusals,
  checks,
})
