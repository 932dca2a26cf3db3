/** Refunds over HTTP, for the owner of the franchise and for operators. */

import { Type } from 'typebox'
import { AmountSchema, toMinor } from '../../../platform/http/routes/amount.ts'
import { type Route, write } from '../../../platform/http/routes/route.ts'
import { ById } from '../../../platform/http/routes/schemas.ts'
import { words } from '../../../platform/http/routes/texts.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { isAtFranchise, isPayee, isRefunding, type Payment, PaymentResponse, paymentsOf } from '../payment/feature.ts'
import { refundCommand } from './commands.ts'

export function refundRoutes(context: ServiceContext): readonly Route[] {
  const payments = paymentsOf(context)
  return [
    write({
      method: 'POST',
      path: '/api/payments/{id}/cancel',
      name: 'refundPayment',
      summary: 'Give back a captured payment, whole or in part',
      who: ['merchant', 'operator'],
      params: ById,
      body: Type.Object({ amount: Type.Optional(AmountSchema), reason: words(150) }),
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
      async write({ actor, params, body }) {
        const payment = await payments.find(params.id, actor, { allowed: isPayee })
        return isRefusal(payment) ? payment : stateRefund(context, payment, actor.id, body)
      },
      wait: payments.wait(payment => !isRefunding(payment)),
    }),
  ]
}

async function stateRefund(
  context: ServiceContext,
  payment: Payment,
  by: string,
  body: { amount?: number | undefined; reason: string },
): Promise<Command | Refusal> {
  const { paymentId, currency, memberId } = payment
  const amount = body.amount === undefined ? null : toMinor(body.amount, currency)
  if (isRefusal(amount)) return amount
  const asked = { paymentId, refundId: context.ports.ids.next('ref'), amount }
  if (!isAtFranchise(payment)) return refundCommand({ ...asked, reason: body.reason })
  const reason = payment.merchantId === by ? 'refunded_by_merchant' : 'refunded_by_operator'
  const sealer = await context.vault.sealer(memberId)
  return refundCommand({ ...asked, reason, sealedNote: sealer?.seal(body.reason) ?? null })
}
