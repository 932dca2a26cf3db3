/** Payments: for an order, by wallet or by card; set aside, taken, let go, given back. */
import { authorizePayment, capturePayment, refundPayment, voidPayment } from '../../contracts/payments.ts'
import { defineService, type Room } from '../../platform/service.ts'
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
import { MARK } from './marks.ts'
import { claim, payment } from './payment.ts'
import { refusals } from './refusals.ts'
import { sagas } from './sagas.ts'
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
  aggregates: [payment, claim, report, suspense],
  views: [paymentsView, webhooksView],
  sagas,
  calls: room => pspCalls(pspOf(room)),
  accepts: {
    [authorizePayment.type]: authorizeCommand,
    [capturePayment.type]: captureCommand,
    [voidPayment.type]: voidCommand,
    [refundPayment.type]: (input, room) => refundAll(input, room.ports.ids.next('ref')),
    [MARK.authorized]: markAuthorized,
    [MARK.declined]: markDeclined,
    [MARK.approved]: markApproved,
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
  ],
  projections: [payableOrders],
  routes: room => paymentRoutes(room, pspOf(room)),
  refusals,
  checks,
})
