/** How a customer pays, over HTTP: one route for an order, by wallet or by card, and for a franchise, by wallet. */

import { type Static, Type } from 'typebox'
import { givenId, sampleId } from '../../../contracts/api-fields.ts'
import { PaymentMethod, paymentsContract } from '../../../contracts/payments.ts'
import { AmountSchema, MONEY_REFUSALS, moneyOf } from '../../../platform/http/routes/amount.ts'
import { write } from '../../../platform/http/routes/route.ts'
import { token } from '../../../platform/http/routes/texts.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { payAtFranchise } from '../franchises/feature.ts'
import { type Paying, payOrder } from '../orders/feature.ts'
import { type Payment, PaymentResponse, paymentsOf } from '../payment/feature.ts'
import { CardDetailsBody, readCardDetails } from '../psp/feature.ts'

/** A reference of the PSP, which becomes part of a path there. */
const Token = Type.String({
  pattern: '^[A-Za-z0-9_=-]{1,200}$',
  examples: ['psp_01a1f838-98e1-7000-b9c8-9216cc8cd170'],
})
const OrderCurrency = token(3, { description: 'ISO 4217; left out, it is the order’s own.', examples: ['KRW'] })

const PayBody = Type.Object(
  {
    orderId: Type.Optional(givenId('order')),
    franchiseId: Type.Optional(givenId('franchise')),
    amount: AmountSchema,
    currency: Type.Optional(OrderCurrency),
    paymentMethod: PaymentMethod,
    cardDetails: Type.Optional(CardDetailsBody),
    cardToken: Type.Optional(Token),
    paymentKey: Type.Optional(Token),
  },
  { examples: [{ orderId: sampleId('order'), amount: 29_000, currency: 'KRW', paymentMethod: 'wallet' }] },
)
type PayBody = Static<typeof PayBody>

/** The payer has their answer. */
const isDecided = ({ status }: Payment): boolean => status !== 'requested' && status !== 'authorized'

/** Ended because somebody outside turned us away, before anything was taken: it can be tried again. */
const TURNED_AWAY = ['psp_unavailable', 'bank_unavailable']
const unavailable = ({ reason }: Payment): Refusal | null =>
  reason !== null && TURNED_AWAY.includes(reason) ? refuse(reason) : null

export const payFeature = defineFeature(paymentsContract, {
  routes: context => [
    write({
      method: 'POST',
      path: '/api/payments',
      name: 'pay',
      summary: 'Pay an order that waits for its payment, by wallet or by card, or at a franchise by wallet',
      description:
        'Pays an order of the caller that waits for it, by wallet or card, or a sum at a franchise, by wallet. A wallet that is short pulls the rest from the linked bank account. It is answered as `requested`; `Prefer: wait=5` waits for the outcome, which is `approved` or `declined` with the reason. Card details go to the processor and are never kept. The `amount` of an order has to be its total: `amount_mismatch`. Where the processor or the bank is away, 503 leaves the order as it was, to be paid again.',
      who: 'member',
      body: PayBody,
      replies: { 201: PaymentResponse, 200: PaymentResponse },
      refusals: [
        ...MONEY_REFUSALS,
        'payment_target_unclear',
        'order_unknown',
        'order_not_payable',
        'order_not_ready',
        'amount_mismatch',
        'currency_mismatch',
        'payment_means_missing',
        'payment_in_progress',
        'payment_tries_exhausted',
        'payment_key_foreign',
        'payment_key_ended',
        'card_refused',
        ...TURNED_AWAY,
        'payment_method_unsupported',
        'currency_not_supported',
        'franchise_unknown',
        'franchise_inactive',
        'payer_inactive',
      ],
      write: ({ actor, body }) => statePayment(context, actor.id, body),
      wait: paymentsOf(context).wait(isDecided, unavailable),
    }),
  ],
})

async function statePayment(context: ServiceContext, memberId: string, body: PayBody): Promise<Command | Refusal> {
  const { orderId, franchiseId } = body
  if (orderId !== undefined && franchiseId === undefined) return stateOrderPayment(context, memberId, orderId, body)
  if (orderId !== undefined || franchiseId === undefined) return refuse('payment_target_unclear')
  const money = moneyOf(body)
  if (isRefusal(money)) return money
  if (body.paymentMethod !== 'wallet') return refuse('payment_method_unsupported', { field: 'paymentMethod' })
  return payAtFranchise(context, { memberId, franchiseId, ...money })
}

async function stateOrderPayment(context: ServiceContext, memberId: string, orderId: string, body: PayBody) {
  const { amount, currency } = body
  const money = currency === undefined ? null : moneyOf({ amount, currency })
  if (isRefusal(money)) return money
  const means = meansOf(body)
  if (means === null) return refuse('payment_means_missing')
  return payOrder(context, { memberId, orderId, amount, currency, with: means })
}

function meansOf(body: PayBody): Paying['with'] | null {
  if (body.paymentMethod === 'wallet') return { wallet: true }
  if (body.cardDetails) return { card: readCardDetails(body.cardDetails) }
  if (body.cardToken) return { cardToken: body.cardToken }
  return body.paymentKey ? { paymentKey: body.paymentKey } : null
}
