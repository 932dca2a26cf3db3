/**
 * The card PSP over HTTP: Toss Payments' API with Basic authentication and an idempotency key on every POST that moves
 * money. Amounts are minor units here, major units there.
 */
import { type Static, Type } from 'typebox'
import type { CardMask } from '../../../contracts/payments.ts'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { type OutsideAnswer, outsideOperation } from '../../../platform/kit/outside.ts'
import { Nullable } from '../../../platform/kit/schemas.ts'
import { outsideClient } from '../../../platform/service/outside-client.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { CANCEL, CHARGE, CONFIRM, INQUIRE, REGISTER_CARD, STATEMENT } from './answers.ts'

export interface CardDetails {
  readonly number: string
  /** Two digits each. */
  readonly expiryMonth: string
  readonly expiryYear: string
  readonly cvv?: string | undefined
}

const BillingKey = Type.Object({
  billingKey: Type.String(),
  card: Type.Object({
    number: Type.String(),
    brand: Type.Optional(Type.String()),
    company: Type.Optional(Type.String()),
  }),
})

/** By a billing key (a card we exchanged), or by the payment key of the PSP's own window. */
export interface ChargeInput {
  readonly with: { readonly billingKey: string } | { readonly paymentKey: string }
  readonly memberId: string
  /** The number the PSP knows the payment by. */
  readonly pspOrderId: string
  readonly orderName: string
  readonly amount: number
  readonly currency: string
}

export interface CancelInput {
  readonly paymentKey: string
  /** Null gives back all that is left. */
  readonly amount: number | null
  readonly currency: string
  /** Unique to the refund, so that asking can tell whether it happened. */
  readonly reason: string
}

/** As the PSP tells it, in major units. */
const PspPayment = Type.Object({
  paymentKey: Type.String(),
  orderId: Type.String(),
  status: Type.Enum([
    ...(['READY', 'IN_PROGRESS', 'WAITING_FOR_DEPOSIT', 'DONE'] as const),
    ...(['PARTIAL_CANCELED', 'CANCELED', 'ABORTED', 'EXPIRED'] as const),
  ]),
  totalAmount: Type.Number(),
  balanceAmount: Type.Number(),
  currency: Type.String(),
  /** What a report of a deposit has to know. */
  secret: Type.Optional(Nullable(Type.String())),
  approvedAt: Type.Optional(Nullable(Type.String())),
  cancels: Nullable(Type.Array(Type.Object({ cancelAmount: Type.Number(), cancelReason: Type.String() }))),
})
export type PspPayment = Static<typeof PspPayment>

/** A charge or a cancel, in major units. */
const PspTransaction = Type.Object({
  transactionKey: Type.String(),
  paymentKey: Type.String(),
  orderId: Type.String(),
  status: PspPayment.properties.status,
  amount: Type.Number(),
  currency: Type.String(),
})
export type PspTransaction = Static<typeof PspTransaction>

export const pspOperations = {
  registerCard: outsideOperation('register-card', 'POST', BillingKey, REGISTER_CARD),
  charge: outsideOperation('charge', 'POST', PspPayment, CHARGE),
  confirm: outsideOperation('confirm', 'POST', PspPayment, CONFIRM),
  cancel: outsideOperation('cancel', 'POST', PspPayment, CANCEL),
  byKey: outsideOperation('get-payment', 'GET', PspPayment, INQUIRE),
  byOrder: outsideOperation('get-payment-of-order', 'GET', PspPayment, INQUIRE),
  transactions: outsideOperation('list-transactions', 'GET', Type.Array(PspTransaction), STATEMENT),
}

export interface TransactionsQuery {
  readonly from: string
  readonly until: string
  /** The transaction key before this page. */
  readonly after: string | null
  readonly limit: number
}

export type Psp = ReturnType<typeof pspOf>

export function pspOf({ settings, ports, log }: Pick<ServiceContext, 'settings' | 'ports' | 'log'>) {
  const limit = settings.PSP_ANSWER_LIMIT_MS
  const { ask } = outsideClient({
    peer: 'psp',
    url: settings.PSP_URL ?? '',
    authorization: `Basic ${Buffer.from(`${settings.PSP_SECRET_KEY ?? ''}:`).toString('base64')}`,
    answerLimit_ms: limit ? Number(limit) : undefined,
    clock: ports.clock,
    log,
  })
  return {
    /** Exchanges a card for a billing key; the number goes no further than this call. */
    async registerCard(
      card: CardDetails,
      customerKey: string,
    ): Promise<OutsideAnswer<{ billingKey: string; mask: CardMask }>> {
      const { number: cardNumber, expiryYear: cardExpirationYear, expiryMonth: cardExpirationMonth, cvv } = card
      const details = { cardNumber, cardExpirationYear, cardExpirationMonth, ...(cvv && { cvc: cvv }) }
      const answer = await ask(pspOperations.registerCard, {
        path: '/v1/billing/authorizations/card',
        body: { customerKey, ...details },
      })
      if (answer.kind !== 'done') return answer
      const { billingKey, card: known } = answer.value
      const mask = { brand: known.brand ?? known.company ?? 'card', last4: known.number.slice(-4) }
      return { kind: 'done', value: { billingKey, mask } }
    },
    charge({ with: means, memberId: customerKey, pspOrderId: orderId, ...charge }: ChargeInput, key: string) {
      const { orderName, currency } = charge
      const amount = toMajor(charge.amount, currency)
      if ('paymentKey' in means) {
        return ask(pspOperations.confirm, { path: '/v1/payments/confirm', body: { ...means, orderId, amount }, key })
      }
      const body = { customerKey, orderId, orderName, amount, currency }
      return ask(pspOperations.charge, { path: `/v1/billing/${encodeURIComponent(means.billingKey)}`, body, key })
    },
    cancel({ paymentKey, reason: cancelReason, amount, currency }: CancelInput, key: string) {
      const body = { cancelReason, ...(amount !== null && { cancelAmount: toMajor(amount, currency) }) }
      return ask(pspOperations.cancel, { path: `${payment(paymentKey)}/cancel`, body, key })
    },
    byKey: (paymentKey: string) => ask(pspOperations.byKey, { path: payment(paymentKey) }),
    /** One page of what was charged and cancelled in a time of Seoul, `2026-11-20T00:00:00`; the oldest first. */
    transactions({ from, until, after, limit }: TransactionsQuery) {
      const query = new URLSearchParams({ startDate: from, endDate: until, limit: String(limit) })
      if (after !== null) query.set('startingAfter', after)
      return ask(pspOperations.transactions, { path: `/v1/transactions?${query}` })
    },
    byOrder: (orderId: string) =>
      ask(pspOperations.byOrder, { path: `/v1/payments/orders/${encodeURIComponent(orderId)}` }),
  }
}

const payment = (paymentKey: string): string => `/v1/payments/${encodeURIComponent(paymentKey)}`
