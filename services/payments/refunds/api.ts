/** Refunds over HTTP, for the owner of the franchise and for operators. */

import { type Static, Type } from 'typebox'
import { idOf } from '../../../contracts/api-fields.ts'
import { AmountSchema, toMinor } from '../../../platform/http/routes/amount.ts'
import { type Route, type Waiting, write } from '../../../platform/http/routes/route.ts'
import { annotated, ById } from '../../../platform/http/routes/schemas.ts'
import { words } from '../../../platform/http/routes/texts.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import {
  isAtFranchise,
  isPayee,
  isRefunding,
  openNotes,
  type Payment,
  PaymentResponse,
  paymentKey,
  paymentsOf,
} from '../payment/feature.ts'
import { refundCommand } from './commands.ts'
import { taskOfRefund } from './failed-refund.ts'

const RefundBody = Type.Object({
  amount: Type.Optional(annotated(AmountSchema, { description: 'Major units; all that is left unless said.' })),
  reason: Type.Optional(words(150, { examples: ['메뉴가 품절됐어요'] })),
})
type RefundBody = Static<typeof RefundBody>

/** The payment, and the refund that was asked for. */
const RefundedPayment = Type.Object(
  { ...PaymentResponse.properties, refundId: idOf('refund') },
  { $id: 'RefundedPayment' },
)

export function refundRoutes(context: ServiceContext): readonly Route[] {
  const payments = paymentsOf(context)
  return [
    write({
      method: 'POST',
      path: '/api/payments/{id}/cancel',
      name: 'refundPayment',
      summary: 'Give back a captured payment, whole or in part',
      description:
        'For the owner of the franchise the payment was at, and operators: gives back the amount, or all that is left. The refund is part of the payment from then on; `Prefer: wait=5` waits for its outcome. What the processor or the bank refuses is `failed`, and becomes a task for an operator. A payment that is being settled waits: `payment_settling`.',
      who: ['merchant', 'operator'],
      params: ById,
      body: RefundBody,
      replies: { 200: RefundedPayment },
      refusals: [
        'forbidden',
        'invalid_amount',
        'payment_unknown',
        'payment_not_captured',
        'already_refunded',
        'refund_exceeds_payment',
        'payment_settling',
        'payment_busy',
        'refund_declined',
        'psp_unavailable',
      ],
      async write({ actor, params, body }) {
        const payment = await payments.find(params.id, actor, { allowed: isPayee })
        return isRefusal(payment) ? payment : stateRefund(context, payment, actor.id, body)
      },
      wait: outcomeOf(context),
    }),
  ]
}

/** With `Prefer: wait`: a refund that the processor declines is no success. */
function outcomeOf(context: ServiceContext): Waiting {
  const wait = paymentsOf(context).wait(payment => !isRefunding(payment))
  return {
    ...wait,
    async present(reply: { readonly id: string; readonly refundId: string }, input) {
      const { refundId } = reply
      const refund = (await context.writer.head(paymentKey(reply.id)))?.state.refunds[refundId]
      if (refund?.status === 'failed') {
        return refuse(refund.failure === 'psp_unavailable' ? 'psp_unavailable' : 'refund_declined', {
          refundId,
          reason: refund.failure,
          taskId: taskOfRefund({ refundId }),
        })
      }
      return { ...reply, ...Object(await wait.present(reply, input)) }
    },
  }
}

/** What is said is for people: it is kept encrypted under the payer's key, and the processor is given a code. */
async function stateRefund(
  context: ServiceContext,
  payment: Payment,
  by: string,
  body: RefundBody,
): Promise<Command | Refusal> {
  const { paymentId, currency, memberId } = payment
  const amount = body.amount === undefined ? null : toMinor(body.amount, currency)
  if (isRefusal(amount)) return amount
  const refundId = context.ports.ids.next('ref')
  const isMerchants = isAtFranchise(payment) && payment.merchantId === by
  const sealer = await context.vault.sealer(memberId)
  const note = sealer && (body.reason ?? null)
  const notes = await openNotes(context.vault, payment)
  return refundCommand({
    ...{ paymentId, refundId, amount },
    reason: isMerchants ? 'refunded_by_merchant' : 'refunded_by_operator',
    sealedNote: note === null ? null : (sealer?.seal(note) ?? null),
    shown: { sealer, notes: note === null ? notes : { ...notes, [refundId]: note } },
  })
}
