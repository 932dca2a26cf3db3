/**
 * The card PSP over HTTP: Toss Payments' API with Basic authentication and an idempotency key on every POST. Amounts are
 * minor units here, major units there.
 */
import type { CardMask } from '../../../contracts/payments.ts'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { outside } from '../../../platform/kit/outside.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'

export interface CardDetails {
  readonly number: string
  /** Two digits each. */
  readonly expiryMonth: string
  readonly expiryYear: string
  readonly cvv?: string | undefined
}

interface BillingKey {
  readonly billingKey: string
  readonly card: { readonly number: string; readonly brand?: string; readonly company?: string }
}

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
export interface PspPayment {
  readonly paymentKey: string
  readonly orderId: string
  readonly status: 'READY' | 'IN_PROGRESS' | 'DONE' | 'PARTIAL_CANCELED' | 'CANCELED' | 'ABORTED' | 'EXPIRED'
  readonly totalAmount: number
  readonly balanceAmount: number
  readonly currency: string
  /** What a report of a deposit has to know. */
  readonly secret?: string | null
  readonly approvedAt?: string | null
  readonly cancels: readonly { readonly cancelAmount: number; readonly cancelReason: string }[] | null
}

/** A charge or a cancel, in major units. */
export interface PspTransaction {
  readonly transactionKey: string
  readonly paymentKey: string
  readonly orderId: string
  readonly status: PspPayment['status']
  readonly amount: number
  readonly currency: string
}

export interface TransactionsQuery {
  readonly from: string
  readonly until: string
  /** The transaction key before this page. */
  readonly after: string | null
  readonly limit: number
}

export type Psp = ReturnType<typeof pspOf>

export function pspOf({ settings }: Pick<ServiceContext, 'settings'>) {
  const authorization = `Basic ${Buffer.from(`${settings.PSP_SECRET_KEY ?? ''}:`).toString('base64')}`
  const limit = settings.PSP_ANSWER_LIMIT_MS
  const { ask } = outside({
    url: settings.PSP_URL ?? '',
    authorization,
    ...(limit && { answerLimit_ms: Number(limit) }),
  })
  return {
    /** Exchanges a card for a billing key; the number goes no further than this call. */
    async registerCard(card: CardDetails, customerKey: string) {
      const answer = await ask<BillingKey>('POST', '/v1/billing/authorizations/card', {
        customerKey,
        cardNumber: card.number,
        cardExpirationYear: card.expiryYear,
        cardExpirationMonth: card.expiryMonth,
        ...(card.cvv && { cvc: card.cvv }),
      })
      if (answer.kind !== 'done') return answer
      const { billingKey, card: known } = answer.value
      const mask: CardMask = { brand: known.brand ?? known.company ?? 'card', last4: known.number.slice(-4) }
      return { kind: 'done', value: { billingKey, mask } } as const
    },
    charge({ with: means, memberId: customerKey, pspOrderId: orderId, ...charge }: ChargeInput, key: string) {
      const { orderName, currency } = charge
      const amount = toMajor(charge.amount, currency)
      return 'billingKey' in means
        ? ask<PspPayment>('POST', billing(means), { customerKey, orderId, orderName, amount, currency }, key)
        : ask<PspPayment>('POST', '/v1/payments/confirm', { ...means, orderId, amount }, key)
    },
    cancel({ paymentKey, reason: cancelReason, amount, currency }: CancelInput, key: string) {
      const body = { cancelReason, ...(amount !== null && { cancelAmount: toMajor(amount, currency) }) }
      return ask<PspPayment>('POST', `/v1/payments/${encodeURIComponent(paymentKey)}/cancel`, body, key)
    },
    byKey: (paymentKey: string) => ask<PspPayment>('GET', `/v1/payments/${encodeURIComponent(paymentKey)}`),
    /** One page of what was charged and cancelled in a time of Seoul, `2026-11-20T00:00:00`; the oldest first. */
    transactions({ from, until, after, limit }: TransactionsQuery) {
      const query = new URLSearchParams({ startDate: from, endDate: until, limit: String(limit) })
      if (after !== null) query.set('startingAfter', after)
      return ask<readonly PspTransaction[]>('GET', `/v1/transactions?${query}`)
    },
    byOrder: (orderId: string) => ask<PspPayment>('GET', `/v1/payments/orders/${encodeURIComponent(orderId)}`),
  }
}

const billing = ({ billingKey }: { readonly billingKey: string }) => `/v1/billing/${encodeURIComponent(billingKey)}`
