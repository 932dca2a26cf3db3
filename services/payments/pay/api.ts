/** Pay over HTTP: one route for an order, by wallet or by card, and for a franchise, by wallet. */
import { type Static, Type } from 'typebox'
import { PaymentMethod } from '../../../contracts/payments.ts'
import type { Actor } from '../../../platform/auth/tokens.ts'
import { AmountSchema, DEFAULT_CURRENCY, toMinor } from '../../../platform/http/routes/amount.ts'
import { type Route, write } from '../../../platform/http/routes/route.ts'
import { Id, text } from '../../../platform/http/routes/schemas.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { payAtFranchise } from '../franchises/feature.ts'
import { currencyOf, type Paying, payOrder } from '../orders/feature.ts'
import { type Payment, PaymentResponse, paymentKey, presentTo } from '../payment/feature.ts'
import { CardDetailsBody, type Psp, readCardDetails } from '../psp/feature.ts'

const Token = text(200)
const OrderCurrency = Type.String({ maxLength: 3, description: 'ISO 4217; left out, it is the order’s own.' })

const PayBody = Type.Object({
  orderId: Type.Optional(Id),
  franchiseId: Type.Optional(Id),
  amount: AmountSchema,
  currency: Type.Optional(OrderCurrency),
  paymentMethod: PaymentMethod,
  cardDetails: Type.Optional(CardDetailsBody),
  cardToken: Type.Optional(Token),
  paymentKey: Type.Optional(Token),
})
type PayBody = Static<typeof PayBody>

/** The payer has their answer. */
const isDecided = (payment: Payment): boolean => payment.status !== 'requested' && payment.status !== 'authorized'

export const payRoutes = (context: ServiceContext, psp: Psp): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/payments',
    name: 'pay',
    summary: 'Pay an order that waits for its payment, by wallet or by card, or at a franchise by wallet',
    who: 'member',
    body: PayBody,
    replies: { 201: PaymentResponse, 200: PaymentResponse },
    refusals: [
      'invalid_amount',
      'unknown_currency',
      'payment_target_unclear',
      'order_unknown',
      'order_not_payable',
      'amount_mismatch',
      'currency_mismatch',
      'payment_means_missing',
      'payment_in_progress',
      'card_refused',
      'psp_unavailable',
      'payment_method_unsupported',
      'currency_not_supported',
      'franchise_unknown',
      'franchise_inactive',
      'payer_inactive',
    ],
    write: ({ actor, body }) => statePayment(context, psp, actor, body),
    wait: {
      stream: reply => paymentKey(reply.id),
      until: isDecided,
      present: (reply, { actor }) => presentTo(actor, reply.id, context),
    },
  }),
]

async function statePayment(
  context: ServiceContext,
  psp: Psp,
  actor: Actor,
  body: PayBody,
): Promise<Command | Refusal> {
  const { orderId, franchiseId } = body
  if (orderId !== undefined && franchiseId === undefined)
    return stateOrderPayment(context, psp, actor, { ...body, orderId })
  if (franchiseId === undefined || orderId !== undefined) return refuse('payment_target_unclear')
  const currency = body.currency ?? DEFAULT_CURRENCY
  const amount = toMinor(body.amount, currency)
  if (isRefusal(amount)) return amount
  if (body.paymentMethod !== 'wallet') return refuse('payment_method_unsupported', { field: 'paymentMethod' })
  return payAtFranchise(context, { memberId: actor.id, franchiseId, amount, currency })
}

async function stateOrderPayment(context: ServiceContext, psp: Psp, actor: Actor, body: PayBody & { orderId: string }) {
  const { orderId } = body
  const currency = body.currency ?? (await currencyOf(context.read, orderId))
  const amount = toMinor(body.amount, currency)
  if (isRefusal(amount)) return amount
  const means = meansOf(body)
  if (!means) return refuse('payment_means_missing')
  return payOrder(context, psp, { memberId: actor.id, orderId, amount, currency, with: means })
}

function meansOf(body: PayBody): Paying['with'] | null {
  if (body.paymentMethod === 'wallet') return { wallet: true }
  if (body.cardDetails) return { card: readCardDetails(body.cardDetails) }
  if (body.cardToken) return { cardToken: body.cardToken }
  return body.paymentKey ? { paymentKey: body.paymentKey } : null
}
