/**
 * A payment: who pays what for which order, and how far the money has come. Pure transitions; each refuses what its
 * state does not allow.
 */
import {
  type CardMask,
  type PaymentAuthorized,
  type PaymentDeclined,
  type PaymentMethod,
  type PaymentRequested,
  paymentApproved,
  paymentAuthorized,
  paymentDeclined,
  paymentRefunded,
  paymentRequested,
  paymentVoided,
  refundFailed,
  refundStarted,
} from '../../contracts/payments.ts'
import type { Aggregate } from '../../platform/aggregate.ts'
import type { ReplyTo } from '../../platform/command.ts'
import { type Refusal, refuse } from '../../platform/refusal.ts'

export type PaymentStatus =
  | 'none'
  | 'requested'
  | 'authorized'
  | 'approved'
  | 'declined'
  | 'voided'
  | 'partially_refunded'
  | 'refunded'

/** The integer the "pay" clients know a status by; the others have none. */
export const STATUS_CODES: Partial<Readonly<Record<PaymentStatus, number>>> = { approved: 0, declined: 1 }

export interface Payment {
  readonly status: PaymentStatus
  readonly paymentId: string
  readonly orderId: string
  readonly memberId: string
  readonly amount: number
  readonly currency: string
  readonly method: PaymentMethod
  readonly initiator: 'checkout' | 'customer'
  readonly card: CardMask | null
  readonly paymentKey: string | null
  readonly reason: string | null
  readonly refunded: number
  /** Refunds under way, by id: their amounts are no longer refundable. */
  readonly refunding: Readonly<Record<string, number>>
  /** Where the answers to what is under way belong: by `authorize`, `capture`, `void`, or a refund's id. */
  readonly replies: Readonly<Record<string, ReplyTo>>
  readonly createdAt: string
}

const none: Payment = {
  status: 'none',
  paymentId: '',
  orderId: '',
  memberId: '',
  amount: 0,
  currency: '',
  method: 'wallet',
  initiator: 'customer',
  card: null,
  paymentKey: null,
  reason: null,
  refunded: 0,
  refunding: {},
  replies: {},
  createdAt: '',
}

export const paymentKey = (id: string): string => `payment:${id}`

/** What every event of a payment carries. */
export const factsOf = (payment: Payment) => {
  const { paymentId, orderId, memberId, amount, currency, method, initiator } = payment
  return { paymentId, orderId, memberId, amount, currency, method, initiator }
}

/** Not told to anyone: where the payment's next answer belongs. */
export const REPLY_AWAITED = 'payments.reply-awaited'

interface RefundFact {
  readonly refundId: string
  readonly refundAmount: number
}

function without<V>(record: Readonly<Record<string, V>>, id: string): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== id))
}

const afterRefund = (payment: Payment, refundId: string) => ({
  refunding: without(payment.refunding, refundId),
  replies: without(payment.replies, refundId),
})

function evolve(payment: Payment, event: { type: string; data: unknown; at: Date }): Payment {
  switch (event.type) {
    case paymentRequested.type:
      return {
        ...payment,
        ...(event.data as PaymentRequested),
        status: 'requested',
        createdAt: new Date(event.at).toISOString(),
      }
    case paymentAuthorized.type:
      return {
        ...payment,
        status: 'authorized',
        paymentKey: (event.data as PaymentAuthorized).paymentKey,
        replies: without(payment.replies, 'authorize'),
      }
    case paymentDeclined.type: {
      const { reason } = event.data as PaymentDeclined
      return { ...payment, status: 'declined', reason, replies: without(payment.replies, 'authorize') }
    }
    case paymentApproved.type:
      return { ...payment, status: 'approved', replies: without(payment.replies, 'capture') }
    case paymentVoided.type:
      return { ...payment, status: 'voided', replies: without(payment.replies, 'void') }
    case refundStarted.type: {
      const { refundId, refundAmount } = event.data as RefundFact
      return { ...payment, refunding: { ...payment.refunding, [refundId]: refundAmount } }
    }
    case paymentRefunded.type: {
      const { refundId, refundAmount } = event.data as RefundFact
      const refunded = payment.refunded + refundAmount
      const status = refunded === payment.amount ? 'refunded' : 'partially_refunded'
      return { ...payment, status, refunded, ...afterRefund(payment, refundId) }
    }
    case refundFailed.type:
      return { ...payment, ...afterRefund(payment, (event.data as RefundFact).refundId) }
    case REPLY_AWAITED: {
      const { task, replyTo } = event.data as { task: string; replyTo: ReplyTo }
      return { ...payment, replies: { ...payment.replies, [task]: replyTo } }
    }
    default:
      return payment
  }
}

export const payment: Aggregate<Payment> = { name: 'payment', shape: 1, initial: () => none, evolve }

/** One payment claims an order, for good: an order whose payment is declined has failed. */
export interface Claim {
  readonly paymentId: string | null
}

export const claimKey = (orderId: string): string => `order-claim:${orderId}`
export const CLAIMED = 'payments.order-claimed'

export const claim: Aggregate<Claim> = {
  name: 'order-claim',
  shape: 1,
  initial: () => ({ paymentId: null }),
  evolve: (state, event) =>
    event.type === CLAIMED ? { paymentId: (event.data as { paymentId: string }).paymentId } : state,
}

/** What may still be given back, refunds under way counted as gone. */
export function refundable(payment: Payment): number {
  const underWay = Object.values(payment.refunding).reduce((sum, amount) => sum + amount, 0)
  return payment.amount - payment.refunded - underWay
}

export function mayRefund(payment: Payment, amount: number): Refusal | null {
  switch (payment.status) {
    case 'approved':
    case 'partially_refunded':
      return amount <= refundable(payment) ? null : refuse('refund_exceeds_payment')
    case 'refunded':
      return refuse('already_refunded')
    case 'none':
      return refuse('payment_unknown')
    case 'requested':
    case 'authorized':
    case 'declined':
    case 'voided':
      return refuse('payment_not_captured', { status: payment.status })
  }
}
