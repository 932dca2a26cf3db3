/** One payment at the PSP: pure transitions, and the object the API shows. Amounts inside are minor units. */

import { createHash } from 'node:crypto'
import { seoulTime } from '../shared/seoul-time.ts'
import { type Card, lastFour, REFUSED_AT_CHARGE } from './cards.ts'
import { PspError } from './errors.ts'

export type PaymentStatus = 'IN_PROGRESS' | 'DONE' | 'PARTIAL_CANCELED' | 'CANCELED' | 'ABORTED' | 'EXPIRED'

export interface Cancel {
  readonly transactionKey: string
  readonly amount: number
  readonly reason: string
  readonly at: string
  readonly left: number
}

export interface Payment {
  readonly paymentKey: string
  readonly type: 'BILLING' | 'NORMAL'
  readonly orderId: string
  readonly orderName: string
  readonly currency: string
  readonly total: number
  readonly balance: number
  readonly status: PaymentStatus
  readonly card: Card
  readonly requestedAt: string
  readonly approvedAt: string | null
  readonly transactionKey: string | null
  readonly cancels: readonly Cancel[]
  readonly failure: { readonly code: string; readonly message: string } | null
}

/** A payment the shopper has agreed to in the browser waits this long for its confirmation. */
const SESSION_MS = 10 * 60_000

const DIGITS: Readonly<Record<string, number>> = { KRW: 0, JPY: 0, USD: 2 }

/** Minor units of an amount on the wire; refuses what the currency cannot express. */
export function minorUnits(amount: number, currency: string): number {
  const digits = DIGITS[currency]
  if (digits === undefined) throw new PspError('INVALID_REQUEST')
  const minor = Math.round(amount * 10 ** digits)
  if (minor <= 0 || !Number.isSafeInteger(minor) || minor / 10 ** digits !== amount) {
    throw new PspError('INVALID_REQUEST')
  }
  return minor
}

export const majorUnits = (minor: number, currency: string): number => minor / 10 ** (DIGITS[currency] ?? 0)

export type Requested = Pick<Payment, 'paymentKey' | 'type' | 'orderId' | 'orderName' | 'currency' | 'total' | 'card'>

export function requestPayment(requested: Requested, now: Date): Payment {
  return {
    ...requested,
    status: 'IN_PROGRESS',
    balance: requested.total,
    requestedAt: now.toISOString(),
    approvedAt: null,
    transactionKey: null,
    cancels: [],
    failure: null,
  }
}

/** Takes the money. Throws if it was already decided; a card that refuses gives an aborted payment. */
export function approve(payment: Payment, transactionKey: string, now: Date, decline: PspError | null): Payment {
  if (payment.status === 'EXPIRED') throw new PspError('NOT_FOUND_PAYMENT_SESSION')
  if (payment.status !== 'IN_PROGRESS') throw new PspError('ALREADY_PROCESSED_PAYMENT')
  const code = REFUSED_AT_CHARGE[lastFour(payment.card)]
  const refused = decline ?? (code ? new PspError(code) : null)
  if (refused) return { ...payment, status: 'ABORTED', balance: 0, failure: refused.body }
  return { ...payment, status: 'DONE', approvedAt: now.toISOString(), transactionKey }
}

export function expire(payment: Payment, now: Date): Payment {
  const age_ms = now.getTime() - Date.parse(payment.requestedAt)
  return payment.status === 'IN_PROGRESS' && age_ms > SESSION_MS
    ? { ...payment, status: 'EXPIRED', balance: 0 }
    : payment
}

/** Gives back `amount` (minor units), or all that is left. */
export function cancel(
  payment: Payment,
  { amount = payment.balance, reason, transactionKey }: { amount?: number; reason: string; transactionKey: string },
  now: Date,
): Payment {
  if (payment.status === 'CANCELED') throw new PspError('ALREADY_CANCELED_PAYMENT')
  if (payment.status !== 'DONE' && payment.status !== 'PARTIAL_CANCELED') throw new PspError('NOT_CANCELABLE_PAYMENT')
  if (amount > payment.balance) throw new PspError('NOT_CANCELABLE_AMOUNT')
  const left = payment.balance - amount
  return {
    ...payment,
    balance: left,
    status: left === 0 ? 'CANCELED' : 'PARTIAL_CANCELED',
    cancels: [...payment.cancels, { transactionKey, amount, reason, at: now.toISOString(), left }],
  }
}

/** What the processor's reports of this payment know. */
const secretOf = (paymentKey: string): string =>
  `ps_${createHash('sha256').update(`secret of ${paymentKey}`).digest('base64url').slice(0, 24)}`

const shownTime = (at: string): string => seoulTime(new Date(at))

/** The Payment object of the API, as far as we use it. */
export function present(payment: Payment): Record<string, unknown> {
  const { paymentKey, type, orderId, orderName, currency, status, card, failure } = payment
  const major = (minor: number) => majorUnits(minor, currency)
  return {
    version: '2022-11-16',
    paymentKey,
    type,
    orderId,
    orderName,
    mId: 'madang',
    currency,
    method: '카드',
    totalAmount: major(payment.total),
    balanceAmount: major(payment.balance),
    status,
    requestedAt: shownTime(payment.requestedAt),
    approvedAt: payment.approvedAt && shownTime(payment.approvedAt),
    secret: secretOf(paymentKey),
    lastTransactionKey: payment.cancels.at(-1)?.transactionKey ?? payment.transactionKey,
    isPartialCancelable: true,
    country: 'KR',
    card: { ...card, amount: major(payment.total), installmentPlanMonths: 0, cardType: '신용', ownerType: '개인' },
    cancels:
      payment.cancels.length === 0
        ? null
        : payment.cancels.map(({ transactionKey, amount, reason, at, left }) => ({
            transactionKey,
            cancelAmount: major(amount),
            cancelReason: reason,
            refundableAmount: major(left),
            canceledAt: shownTime(at),
            cancelStatus: 'DONE',
          })),
    failure,
  }
}
