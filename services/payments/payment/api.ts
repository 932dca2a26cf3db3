/** Payments over HTTP: pay an order or at a franchise, look, give back, and the PSP's webhook. */
import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { PaymentMethod } from '../../contracts/payments.ts'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { AmountSchema, DEFAULT_CURRENCY, toMinor } from '../../platform/http/routes/amount.ts'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/routes/paging.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { CardDetailsBody, readCardDetails } from './card.ts'
import { refundCommand } from './commands.ts'
import { payAtFranchise } from './pay-at-franchise.ts'
import { type Paying, payOrder } from './pay-order.ts'
import { isAtFranchise, isRefunding, type Payment, paymentKey } from './payment.ts'
import { PaymentResponse, present } from './present.ts'
import type { Psp } from './psp.ts'
import { taskRoutes } from './tasks-api.ts'
import { listPayments } from './views.ts'
import { isSigned, receiveWebhook } from './webhooks.ts'

const Id = Type.String({ minLength: 1, maxLength: 80 })
const Token = Type.String({ minLength: 1, maxLength: 200 })
const Instant = Type.Optional(Type.String({ format: 'date-time' }))
const OrderCurrency = Type.String({ maxLength: 3, description: 'ISO 4217; left out, it is the order’s own.' })
const cursor = defineCursor(Type.String())

function meansOf(body: PayBody): Paying['with'] | null {
  if (body.paymentMethod === 'wallet') return { wallet: true }
  if (body.cardDetails) return { card: readCardDetails(body.cardDetails) }
  if (body.cardToken) return { cardToken: body.cardToken }
  return body.paymentKey ? { paymentKey: body.paymentKey } : null
}

/** The payer has their answer. */
const isDecided = (payment: Payment): boolean => payment.status !== 'requested' && payment.status !== 'authorized'

/** The owner of the franchise it was at, or an operator: they see its fee, and may give it back. */
const isPayee = (actor: Actor, payment: Payment): boolean =>
  hasRole(actor, 'operator') || (isAtFranchise(payment) && payment.merchantId === actor.id)

const maySee = (actor: Actor, payment: Payment): boolean => payment.memberId === actor.id || isPayee(actor, payment)

export function paymentRoutes(context: ServiceContext, psp: Psp): readonly Route[] {
  const shown: PresentPayment = async (id, actor) => {
    const head = await context.writer.head(paymentKey(id))
    if (!head || !maySee(actor, head.state)) return null
    return present(head.state, context.ports.clock.now(), { withFee: isPayee(actor, head.state) })
  }
  return [...writes(context, psp, shown), ...queries(context, shown), webhook(context), ...taskRoutes(context)]
}

/** Null to who may not see it. */
type PresentPayment = (id: string, actor: Actor) => Promise<ReturnType<typeof present> | null>

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

function writes(context: ServiceContext, psp: Psp, shown: PresentPayment): readonly Route[] {
  return [
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
        present: (reply, { actor }) => shown(reply.id, actor),
      },
    }),
    write({
      method: 'POST',
      path: '/api/payments/{id}/cancel',
      name: 'refundPayment',
      summary: 'Give back a captured payment, whole or in part',
      who: ['merchant', 'operator'],
      params: Type.Object({ id: Id }),
      body: Type.Object({ amount: Type.Optional(AmountSchema), reason: Type.String({ minLength: 1, maxLength: 150 }) }),
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
        present: (reply, { actor }) => shown(reply.id, actor),
      },
    }),
  ]
}

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
  const currency = body.currency ?? (await currencyOf(context, orderId))
  const amount = toMinor(body.amount, currency)
  if (isRefusal(amount)) return amount
  const means = meansOf(body)
  if (!means) return refuse('payment_means_missing')
  return payOrder(context, psp, { memberId: actor.id, orderId, amount, currency, with: means })
}

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

/** An order has one currency; who does not name it means that one. */
async function currencyOf(context: ServiceContext, orderId: string): Promise<string> {
  const { rows } = await context.read.query<{ currency: string }>(
    'select currency from payable_orders where order_id = $1',
    [orderId],
  )
  return rows[0]?.currency ?? DEFAULT_CURRENCY
}

function queries(context: ServiceContext, shown: PresentPayment): readonly Route[] {
  return [
    read({
      method: 'GET',
      path: '/api/payments/{id}',
      name: 'getPayment',
      summary: 'One payment: for its payer, the owner of its franchise, and operators',
      who: 'member',
      params: Type.Object({ id: Id }),
      replies: { 200: PaymentResponse },
      refusals: ['payment_unknown'],
      async read({ params, actor }) {
        const payment = await shown(params.id, actor)
        return payment ? ok(payment) : refuse('payment_unknown')
      },
    }),
    read({
      method: 'GET',
      path: '/api/payments',
      name: 'listPayments',
      summary: 'Payments, newest first: one’s own, those at a franchise of one’s own, or all for an operator',
      who: 'member',
      query: Type.Object({
        ...pageQuery,
        orderId: Type.Optional(Id),
        franchiseId: Type.Optional(Id),
        status: Type.Optional(Type.String({ maxLength: 30 })),
        from: Instant,
        to: Instant,
      }),
      replies: { 200: PageSchema(PaymentResponse) },
      async read({ actor, query }) {
        const before = cursor.decode(query.cursor)
        if (isRefusal(before)) return before
        const limit = query.limit ?? PAGE_LIMIT_DEFAULT
        const rows = await listPayments(context.read, {
          memberId: hasRole(actor, 'operator') ? null : actor.id,
          orderId: query.orderId ?? null,
          franchiseId: query.franchiseId ?? null,
          status: query.status ?? null,
          from: query.from ?? null,
          to: query.to ?? null,
          before,
          limit,
        })
        const now = context.ports.clock.now()
        return ok(
          pageOf(
            rows,
            limit,
            cursor,
            row => row.id,
            ({ state }) => present(state, now, { withFee: isPayee(actor, state) }),
          ),
        )
      },
    }),
  ]
}

const header = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '')

/** The PSP's key of the payment that a report names, null where it names none. */
function pspKeyIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('paymentKey' in data)) return null
  return typeof data.paymentKey === 'string' ? data.paymentKey : null
}

function webhook(context: ServiceContext): Route {
  return write({
    method: 'POST',
    path: '/api/payments/webhooks/toss',
    name: 'receiveTossWebhook',
    summary: 'A report of the PSP: stored as it came, then worked off',
    who: 'anyone',
    rawBody: true,
    body: Type.Object({ eventType: Type.String({ maxLength: 100 }), data: Type.Optional(Type.Unknown()) }),
    replies: { 200: Type.Object({ received: Type.Boolean() }) },
    refusals: ['bad_signature'],
    write({ headers, raw, body }) {
      const secret = context.settings.PSP_WEBHOOK_SECRET
      const time = header(headers['tosspayments-webhook-transmission-time'])
      const signature = header(headers['tosspayments-webhook-signature'])
      if (!raw || !secret || !isSigned(raw, time, signature, secret)) return refuse('bad_signature')
      const given = header(headers['tosspayments-webhook-transmission-id'])
      const id = given || createHash('sha256').update(raw).digest('base64url')
      return receiveWebhook(id, raw.toString('utf8'), pspKeyIn(body.data))
    },
  })
}
