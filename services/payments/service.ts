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
import { defineService, type Room } from '../../platform/service/service.ts'
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

const pspOf = (room: Room) =>
  tossPsp({
    url: room.settings.PSP_URL ?? '',
    secretKey: room.settings.PSP_SECRET_KEY ?? '',
    ...(room.settings.PSP_ANSWER_LIMIT_MS && { answerLimit_ms: Number(room.settings.PSP_ANSWER_LIMIT_MS) }),
  })

export const payments = defineService({
  name: 'payments',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [payment, claim, claiming, report, suspense],
  views: [paymentsView, earningsView, webhooksView],
  sagas: [...sagas, franchisePayment, franchiseRefund],
  calls: room => pspCalls(pspOf(room)),
  accepts: {
    [authorizePayment.type]: authorizeCommand,
    [capturePayment.type]: captureCommand,
    [voidPayment.type]: voidCommand,
    [refundPayment.type]: (input, room) => refundAll(input, room.ports.ids.next('ref')),
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
        [webhookReceived.type]: ({ data }, room) =>
          data.paymentKey ? workOff(room, pspOf(room), data.paymentKey) : [],
      },
    },
    {
      name: 'forgets-members',
      from: 'identity',
      on: {
        [memberForgotten.type]: async ({ data }, room) => {
          await room.vault.forget(data.memberId)
          return []
        },
      },
    },
  ],
  projections: [payableOrders, franchisesCopy, membersCopy],
  routes: room => paymentRoutes(room, pspOf(room)),
  refusals,
  checks,
})
