/** Refunds over HTTP, for the owner of the franchise and for operators. */
import { Type } from 'typebox'
import type { Actor } from '../../../platform/auth/tokens.ts'
import { AmountSchema, toMinor } from '../../../platform/http/routes/amount.ts'
import { type Route, write } from '../../../platform/http/routes/route.ts'
import { ById, text } from '../../../platform/http/routes/schemas.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import {
  isAtFranchise,
  isPayee,
  isRefunding,
  maySee,
  type Payment,
  PaymentResponse,
  paymentKey,
  presentTo,
} from '../payment/feature.ts'
import { refundCommand } from './commands.ts'

export const refundRoutes = (context: ServiceContext): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/payments/{id}/cancel',
    name: 'refundPayment',
    summary: 'Give back a captured payment, whole or in part',
    who: ['merchant', 'operator'],
    params: ById,
    body: Type.Object({ amount: Type.Optional(AmountSchema), reason: text(150) }),
    replies: { 200: PaymentResponse },
    refusals: [
      'forbidden',
      'invalid_amount',
      'payment_unknown',
      'payment_not_captured',
      'already_refunded',
      'refund_exceeds_payment',
      'payment_settling',
      'payment_busy',
    ],
    write: ({ actor, params, body }) => stateRefund(context, actor, params.id, body),
    wait: {
      stream: reply => paymentKey(reply.id),
      until: (payment: Payment) => !isRefunding(payment),
      present: (reply, { actor }) => presentTo(actor, reply.id, context),
    },
  }),
]

async function stateRefund(
  context: ServiceContext,
  actor: Actor,
  paymentId: string,
  body: { amount?: number | undefined; reason: string },
): Promise<Command | Refusal> {
  const payment = (await context.writer.head(paymentKey(paymentId)))?.state
  if (!payment || !maySee(actor, payment)) return refuse('payment_unknown')
  if (!isPayee(actor, payment)) return refuse('forbidden')
  const amount = body.amount === undefined ? null : toMinor(body.amount, payment.currency)
  if (isRefusal(amount)) return amount
  const asked = { paymentId, refundId: context.ports.ids.next('ref'), amount }
  if (!isAtFranchise(payment)) return refundCommand({ ...asked, reason: body.reason })
  const reason = payment.merchantId === actor.id ? 'refunded_by_merchant' : 'refunded_by_operator'
  const sealer = await context.vault.sealer(payment.memberId)
  return refundCommand({ ...asked, reason, sealedNote: sealer?.seal(body.reason) ?? null })
}
