/** Payments over HTTP: pay an order, look, give back, and the PSP's webhook. */
import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { PaymentMethod } from '../../contracts/payments.ts'
import { AmountSchema, DEFAULT_CURRENCY, toMinor } from '../../platform/http/amount.ts'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/paging.ts'
import { ok, type Route, read, write } from '../../platform/http/route.ts'
import { isRefusal, refuse } from '../../platform/refusal.ts'
import type { Room } from '../../platform/service.ts'
import { hasRole } from '../../platform/tokens.ts'
import { CardDetailsBody, readCardDetails } from './card.ts'
import { refundCommand } from './commands.ts'
import { type Paying, payOrder } from './pay-order.ts'
import { type Payment, paymentKey } from './payment.ts'
import { PaymentShown, present } from './present.ts'
import type { Psp } from './psp.ts'
import { taskRoutes } from './tasks-api.ts'
import { listPayments } from './views.ts'
import { isSigned, receiveWebhook } from './webhooks.ts'

const Id = Type.String({ minLength: 1, maxLength: 80 })
const Token = Type.String({ minLength: 1, maxLength: 200 })
const Instant = Type.Optional(Type.String({ format: 'date-time' }))
const OrderCurrency = Type.String({ maxLength: 3, description: 'ISO 4217; left out, it is the order’s own.' })
const cursor = defineCursor(Type.String())

interface Means {
  readonly paymentMethod: 'wallet' | 'credit_card'
  readonly cardDetails?: Parameters<typeof readCardDetails>[0]
  readonly cardToken?: string
  readonly paymentKey?: string
}

function meansOf(body: Means): Paying['with'] | null {
  if (body.paymentMethod === 'wallet') return { wallet: true }
  if (body.cardDetails) return { card: readCardDetails(body.cardDetails) }
  if (body.cardToken) return { cardToken: body.cardToken }
  return body.paymentKey ? { paymentKey: body.paymentKey } : null
}

const settled = (payment: Payment): boolean => payment.status !== 'requested' && payment.status !== 'authorized'

export function paymentRoutes(room: Room, psp: Psp): readonly Route[] {
  const shown = async (id: string) => {
    const head = await room.writer.head<Payment>(paymentKey(id))
    return head ? present(head.state, room.ports.clock.now()) : null
  }
  return [...orderPayments(room, psp, shown), ...queries(room, shown), webhook(room), ...taskRoutes(room)]
}

type Shown = (id: string) => Promise<ReturnType<typeof present> | null>

function orderPayments(room: Room, psp: Psp, shown: Shown): readonly Route[] {
  return [
    write({
      method: 'POST',
      path: '/api/payments',
      name: 'pay',
      summary: 'Pay an order that waits for its payment, by wallet or by card',
      who: 'member',
      body: Type.Object({
        orderId: Id,
        amount: AmountSchema,
        currency: Type.Optional(OrderCurrency),
        paymentMethod: PaymentMethod,
        cardDetails: Type.Optional(CardDetailsBody),
        cardToken: Type.Optional(Token),
        paymentKey: Type.Optional(Token),
      }),
      replies: { 201: PaymentShown, 200: PaymentShown },
      refusals: [
        'invalid_amount',
        'unknown_currency',
        'order_unknown',
        'order_not_payable',
        'amount_mismatch',
        'currency_mismatch',
        'payment_means_missing',
        'payment_in_progress',
        'card_refused',
        'psp_unavailable',
      ],
      async write({ actor, body }) {
        const currency = body.currency ?? (await currencyOf(room, body.orderId))
        const amount = toMinor(body.amount, currency)
        if (isRefusal(amount)) return amount
        const means = meansOf(body as Means)
        if (!means) return refuse('payment_means_missing')
        return payOrder(room, psp, { memberId: actor.id, orderId: body.orderId, amount, currency, with: means })
      },
      wait: {
        stream: reply => paymentKey(reply.id),
        until: settled,
        present: reply => shown(reply.id),
      },
    }),
    write({
      method: 'POST',
      path: '/api/payments/{id}/cancel',
      name: 'refundPayment',
      summary: 'Give back a captured payment, whole or in part',
      who: ['operator'],
      params: Type.Object({ id: Id }),
      body: Type.Object({ amount: Type.Optional(AmountSchema), reason: Type.String({ minLength: 1, maxLength: 150 }) }),
      replies: { 200: PaymentShown },
      refusals: [
        'invalid_amount',
        'payment_unknown',
        'payment_not_captured',
        'already_refunded',
        'refund_exceeds_payment',
        'payment_busy',
      ],
      async write({ params, body }) {
        const head = await room.writer.head<Payment>(paymentKey(params.id))
        if (!head) return refuse('payment_unknown')
        const amount = body.amount === undefined ? null : toMinor(body.amount, head.state.currency)
        if (isRefusal(amount)) return amount
        const refundId = room.ports.ids.next('ref')
        return refundCommand({ paymentId: params.id, refundId, amount, reason: body.reason })
      },
      wait: {
        stream: reply => paymentKey(reply.id),
        until: (payment: Payment) => Object.keys(payment.refunding).length === 0,
        present: reply => shown(reply.id),
      },
    }),
  ]
}

/** An order has one currency; who does not name it means that one. */
async function currencyOf(room: Room, orderId: string): Promise<string> {
  const { rows } = await room.read.query<{ currency: string }>(
    'select currency from payable_orders where order_id = $1',
    [orderId],
  )
  return rows[0]?.currency ?? DEFAULT_CURRENCY
}

function queries(room: Room, shown: Shown): readonly Route[] {
  return [
    read({
      method: 'GET',
      path: '/api/payments/{id}',
      name: 'getPayment',
      summary: 'One payment: its payer’s own, or any for an operator',
      who: 'member',
      params: Type.Object({ id: Id }),
      replies: { 200: PaymentShown },
      refusals: ['payment_unknown'],
      async read({ params, actor }) {
        const payment = await shown(params.id)
        const allowed = payment && (payment.userId === actor.id || hasRole(actor, 'operator'))
        return allowed ? ok(payment) : refuse('payment_unknown')
      },
    }),
    read({
      method: 'GET',
      path: '/api/payments',
      name: 'listPayments',
      summary: 'Payments, newest first: one’s own, or all for an operator',
      who: 'member',
      query: Type.Object({
        ...pageQuery,
        orderId: Type.Optional(Id),
        status: Type.Optional(Type.String({ maxLength: 30 })),
        from: Instant,
        to: Instant,
      }),
      replies: { 200: PageSchema(PaymentShown) },
      async read({ actor, query }) {
        const before = cursor.decode(query.cursor)
        if (isRefusal(before)) return before
        const limit = query.limit ?? PAGE_LIMIT_DEFAULT
        const rows = await listPayments(room.read, {
          memberId: hasRole(actor, 'operator') ? null : actor.id,
          orderId: query.orderId ?? null,
          status: query.status ?? null,
          from: query.from ?? null,
          to: query.to ?? null,
          before,
          limit,
        })
        const now = room.ports.clock.now()
        return ok(
          pageOf(
            rows,
            limit,
            cursor,
            row => row.id,
            row => present(row.state, now),
          ),
        )
      },
    }),
  ]
}

const header = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '')

function webhook(room: Room): Route {
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
      const secret = room.settings.PSP_WEBHOOK_SECRET
      const time = header(headers['tosspayments-webhook-transmission-time'])
      const signature = header(headers['tosspayments-webhook-signature'])
      if (!raw || !secret || !isSigned(raw, time, signature, secret)) return refuse('bad_signature')
      const given = header(headers['tosspayments-webhook-transmission-id'])
      const id = given || createHash('sha256').update(raw).digest('base64url')
      const { paymentKey: key } = (body.data ?? {}) as { paymentKey?: unknown }
      return receiveWebhook(id, raw.toString('utf8'), typeof key === 'string' ? key : null)
    },
  })
}
