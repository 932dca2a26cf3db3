/** The part of Toss Payments' public HTTP API (version 2022-11-16) that the platform uses. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, type TSchema, Type } from 'typebox'
import type { Ports } from '../../platform/ports/ports.ts'
import { seoulTime } from '../shared/seoul-time.ts'
import type { Book } from './book.ts'
import { lastFour, readCard } from './cards.ts'
import { PspError } from './errors.ts'
import type { Done, Exchange } from './exchange.ts'
import { approve, cancel, expire, minorUnits, type Payment, present, requestPayment } from './payment.ts'

const Text = Type.String({ minLength: 1, maxLength: 300 })
const OrderId = Type.String({ pattern: '^[A-Za-z0-9_=-]{6,64}$' })
const Amount = Type.Number({ exclusiveMinimum: 0 })

const CardAuthorization = Type.Object({
  customerKey: Text,
  cardNumber: Text,
  cardExpirationYear: Text,
  cardExpirationMonth: Text,
  customerIdentityNumber: Type.Optional(Text),
  cvc: Type.Optional(Text),
})
const BillingCharge = Type.Object({
  customerKey: Text,
  amount: Amount,
  orderId: OrderId,
  orderName: Text,
  currency: Type.Optional(Text),
})
const Confirmation = Type.Object({ paymentKey: Text, orderId: OrderId, amount: Amount })
const Cancellation = Type.Object({
  cancelReason: Type.String({ minLength: 1, maxLength: 200 }),
  cancelAmount: Type.Optional(Amount),
})

const bodyOf = <S extends TSchema>(_: S, request: FastifyRequest): Static<S> => request.body as Static<S>
const parameter = (request: FastifyRequest, name: string): string =>
  (request.params as Record<string, string>)[name] ?? ''

/** What a payment became, recorded and answered; an aborted one answers with its failure. */
function became(payment: Payment): Done {
  const entries = [{ kind: 'payment', payment }] as const
  if (!payment.failure) return { status: 200, body: present(payment), entries, changed: payment }
  const { status, body } = new PspError(payment.failure.code as PspError['code'])
  return { status, body, entries, changed: payment }
}

export interface TossDeps {
  readonly book: Book
  readonly exchange: Exchange
  readonly ports: Ports
}

export function tossApi(app: FastifyInstance, parts: TossDeps): void {
  billing(app, parts)
  payments(app, parts)
}

/** Charges to a card that was registered before. */
function billing(app: FastifyInstance, { book, exchange, ports }: TossDeps): void {
  const now = () => ports.clock.now()

  app.post('/v1/billing/authorizations/card', { schema: { body: CardAuthorization } }, (request, reply) => {
    const details = bodyOf(CardAuthorization, request)
    const { customerKey, cardNumber } = details
    const facts = { operation: 'authorize', customerKey, cardLastFour: cardNumber.slice(-4) } as const
    return exchange.run(request, reply, facts, decline => {
      const card = readCard(details, now())
      if (decline) throw decline
      const billingKey = { billingKey: ports.ids.next('bill'), customerKey, card, authenticatedAt: now().toISOString() }
      return {
        status: 200,
        body: {
          mId: 'madang',
          customerKey,
          billingKey: billingKey.billingKey,
          authenticatedAt: seoulTime(now()),
          method: '카드',
          cardCompany: card.company,
          cardNumber: card.number,
          card,
        },
        entries: [{ kind: 'billing-key', billingKey }],
      }
    })
  })

  app.post('/v1/billing/:billingKey', { schema: { body: BillingCharge } }, (request, reply) => {
    const { customerKey, amount, orderId, orderName, currency = 'KRW' } = bodyOf(BillingCharge, request)
    const key = book.billingKeys.get(parameter(request, 'billingKey'))
    const ofCard = key ? { cardLastFour: lastFour(key.card) } : {}
    return exchange.run(request, reply, { operation: 'charge', customerKey, amount, orderId, ...ofCard }, decline => {
      if (!key) throw new PspError('NOT_FOUND_BILLING')
      if (key.customerKey !== customerKey) throw new PspError('NOT_MATCHES_CUSTOMER_KEY')
      refuseSecondPayment(book, orderId)
      const total = minorUnits(amount, currency)
      const paymentKey = ports.ids.next('psp')
      const asks = { paymentKey, type: 'BILLING', orderId, orderName, currency, total, card: key.card } as const
      return became(approve(requestPayment(asks, now()), ports.ids.next('txn'), now(), decline))
    })
  })
}

/** Payments that the shopper agreed to in the browser, and what is done with any payment later. */
function payments(app: FastifyInstance, { book, exchange, ports }: TossDeps): void {
  const now = () => ports.clock.now()
  const transactionKey = () => ports.ids.next('txn')

  function payment(paymentKey: string): Payment | null {
    const found = book.payments.get(paymentKey)
    return found ? expire(found, now()) : null
  }

  app.post('/v1/payments/confirm', { schema: { body: Confirmation } }, (request, reply) => {
    const { paymentKey, orderId, amount } = bodyOf(Confirmation, request)
    const found = payment(paymentKey)
    const ofCard = found ? { cardLastFour: lastFour(found.card) } : {}
    return exchange.run(request, reply, { operation: 'confirm', paymentKey, orderId, amount, ...ofCard }, decline => {
      const waiting = payment(paymentKey)
      if (!waiting) throw new PspError('NOT_FOUND_PAYMENT_SESSION')
      const agreed = waiting.orderId === orderId && waiting.total === minorUnits(amount, waiting.currency)
      if (!agreed) throw new PspError('INVALID_REQUEST')
      if (waiting.status === 'IN_PROGRESS') refuseSecondPayment(book, orderId)
      return became(approve(waiting, transactionKey(), now(), decline))
    })
  })

  app.post('/v1/payments/:paymentKey/cancel', { schema: { body: Cancellation } }, (request, reply) => {
    const { cancelReason, cancelAmount } = bodyOf(Cancellation, request)
    const paymentKey = parameter(request, 'paymentKey')
    const orderId = payment(paymentKey)?.orderId
    const facts = {
      operation: 'cancel',
      paymentKey,
      ...(orderId === undefined ? {} : { orderId }),
      ...(cancelAmount === undefined ? {} : { amount: cancelAmount }),
    } as const
    return exchange.run(request, reply, facts, decline => {
      const taken = payment(paymentKey)
      if (!taken) throw new PspError('NOT_FOUND_PAYMENT')
      if (decline) throw decline
      const amount = cancelAmount === undefined ? {} : { amount: minorUnits(cancelAmount, taken.currency) }
      return became(cancel(taken, { ...amount, reason: cancelReason, transactionKey: transactionKey() }, now()))
    })
  })

  const show = (found: Payment | null | undefined): Done => {
    if (!found) throw new PspError('NOT_FOUND_PAYMENT')
    return { status: 200, body: present(expire(found, now())), entries: [] }
  }

  app.get('/v1/payments/:paymentKey', (request, reply) => {
    const paymentKey = parameter(request, 'paymentKey')
    return exchange.run(request, reply, { operation: 'get', paymentKey }, () => show(payment(paymentKey)))
  })

  app.get('/v1/payments/orders/:orderId', (request, reply) => {
    const orderId = parameter(request, 'orderId')
    return exchange.run(request, reply, { operation: 'get', orderId }, () => show(book.ofOrder(orderId)))
  })
}

/** An order is paid once: what was approved before, also if it was cancelled since, blocks its number. */
function refuseSecondPayment(book: Book, orderId: string): void {
  if (book.ofOrder(orderId)?.approvedAt) throw new PspError('DUPLICATED_ORDER_ID')
}
