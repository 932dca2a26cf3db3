/**
 * A payment: who pays what, for which order or at which franchise, and how far the money has come. Pure transitions;
 * each refuses what its state does not allow.
 */
import { Type } from 'typebox'
import { feeOf } from '../../contracts/franchises.ts'
import {
  type CardMask,
  type PaymentMethod,
  type PaymentRequested,
  type PaymentSettling,
  paymentApproved,
  paymentAuthorized,
  paymentDeclined,
  paymentRefunded,
  paymentRequested,
  paymentSettled,
  paymentSettling,
  paymentVoided,
  refundFailed,
  refundStarted,
} from '../../contracts/payments.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { type ReplyTo, ReplyToSchema } from '../../platform/kit/command.ts'
import { type DataOf, event } from '../../platform/kit/contract.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'

export type PaymentStatus =
  | 'none'
  | 'requested'
  | 'authorized'
  | 'approved'
  | 'declined'
  | 'voided'
  | 'partially_refunded'
  | 'refunded'
  | 'settling'
  | 'settled'

/** The integer the "pay" clients know a status by; the others have none. */
export const STATUS_CODES: Partial<Readonly<Record<PaymentStatus, number>>> = {
  approved: 0,
  declined: 1,
  settled: 2,
}

interface CommonPayment {
  readonly status: PaymentStatus
  readonly paymentId: string
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

export interface OrderPayment extends CommonPayment {
  readonly orderId: string
}

/** Of a payment, what a settlement is for: amounts less refunds, and the fee on that. */
export interface Share {
  readonly gross: number
  readonly fee: number
}

export interface FranchisePayment extends CommonPayment {
  readonly franchiseId: string
  readonly merchantId: string
  /** The franchise's when the payment was asked for. */
  readonly feeBp: number
  readonly approvedAt: string | null
  /** What settlements have paid out. */
  readonly settled: Share
  /** What a settlement is about to pay out. */
  readonly claimed: (Share & { readonly settlementId: string }) | null
}

export type Payment = OrderPayment | FranchisePayment

export const isAtFranchise = (payment: Payment): payment is FranchisePayment => 'franchiseId' in payment

const blank: CommonPayment = {
  status: 'none',
  paymentId: '',
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
const none: Payment = { ...blank, orderId: '' }

/** What every event of a payment for an order carries. */
export const orderFactsOf = ({ paymentId, orderId, memberId, amount, currency, method, initiator }: OrderPayment) => ({
  paymentId,
  orderId,
  memberId,
  amount,
  currency,
  method,
  initiator,
})

/** What every event of a payment at a franchise carries. */
export function franchiseFactsOf(payment: FranchisePayment) {
  const { paymentId, franchiseId, merchantId, feeBp, memberId, amount, currency, method, initiator } = payment
  return { paymentId, franchiseId, merchantId, feeBp, memberId, amount, currency, method, initiator }
}

export const factsOf = (payment: Payment) =>
  isAtFranchise(payment) ? franchiseFactsOf(payment) : orderFactsOf(payment)

/** Private: where the payment's next answer belongs. */
export const replyAwaited = event(
  'payments.reply-awaited',
  Type.Object({ task: Type.String(), replyTo: ReplyToSchema }),
)

function without<V>(record: Readonly<Record<string, V>>, id: string): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== id))
}

const afterRefund = (payment: Payment, refundId: string) => ({
  refunding: without(payment.refunding, refundId),
  replies: without(payment.replies, refundId),
})

function requested(facts: PaymentRequested, createdAt: string): Payment {
  const begun = { status: 'requested', createdAt } as const
  if ('orderId' in facts) return { ...blank, ...facts, ...begun }
  return { ...blank, ...facts, ...begun, approvedAt: null, settled: { gross: 0, fee: 0 }, claimed: null }
}

/** What was given back whole stays `refunded`, also while a settlement takes the loss into account. */
export const statusSettled = (status: 'settling' | 'settled', left: number): PaymentStatus =>
  left === 0 ? 'refunded' : status

function settling(payment: Payment, { settlementId, gross, fee }: PaymentSettling): Payment {
  if (!isAtFranchise(payment)) return payment
  const status = statusSettled('settling', payment.amount - payment.refunded)
  return { ...payment, status, claimed: { settlementId, gross, fee } }
}

function settled(payment: Payment, { gross, fee }: PaymentSettling): Payment {
  if (!isAtFranchise(payment)) return payment
  const status = statusSettled('settled', payment.amount - payment.refunded)
  const share = { gross: payment.settled.gross + gross, fee: payment.settled.fee + fee }
  return { ...payment, status, settled: share, claimed: null }
}

function approved(payment: Payment, approvedAt: string): Payment {
  const state = { ...payment, status: 'approved', replies: without(payment.replies, 'capture') } as const
  return isAtFranchise(state) ? { ...state, approvedAt } : state
}

function refunded(payment: Payment, { refundId, refundAmount }: DataOf<typeof paymentRefunded>): Payment {
  const total = payment.refunded + refundAmount
  const status = total === payment.amount ? 'refunded' : 'partially_refunded'
  return { ...payment, status, refunded: total, ...afterRefund(payment, refundId) }
}

/** What comes next comes within moments, and not from people or settlements. */
const UNDER_WAY: readonly PaymentStatus[] = ['none', 'requested', 'authorized', 'settling']

export const payment = defineAggregate({
  name: 'payment',
  shape: 1,
  initial: () => none,
  events: [
    paymentRequested,
    paymentAuthorized,
    paymentDeclined,
    paymentApproved,
    paymentSettling,
    paymentSettled,
    paymentVoided,
    refundStarted,
    paymentRefunded,
    refundFailed,
    replyAwaited,
  ],
  evolve(state: Payment, event): Payment {
    switch (event.type) {
      case paymentRequested.type:
        return requested(event.data, new Date(event.at).toISOString())
      case paymentAuthorized.type: {
        const replies = without(state.replies, 'authorize')
        return { ...state, status: 'authorized', paymentKey: event.data.paymentKey, replies }
      }
      case paymentDeclined.type: {
        const replies = without(state.replies, 'authorize')
        return { ...state, status: 'declined', reason: event.data.reason, replies }
      }
      case paymentApproved.type:
        return approved(state, new Date(event.at).toISOString())
      case paymentSettling.type:
        return settling(state, event.data)
      case paymentSettled.type:
        return settled(state, event.data)
      case paymentVoided.type:
        return { ...state, status: 'voided', replies: without(state.replies, 'void') }
      case refundStarted.type: {
        const { refundId, refundAmount } = event.data
        return { ...state, refunding: { ...state.refunding, [refundId]: refundAmount } }
      }
      case paymentRefunded.type:
        return refunded(state, event.data)
      case refundFailed.type:
        return { ...state, ...afterRefund(state, event.data.refundId) }
      case replyAwaited.type:
        return { ...state, replies: { ...state.replies, [event.data.task]: event.data.replyTo } }
    }
  },
  isTerminal: ({ status, replies }) => !UNDER_WAY.includes(status) && Object.keys(replies).length === 0,
})

export const paymentKey = payment.key

/** One payment claims an order, for good: an order whose payment is declined has failed. */
export interface Claim {
  readonly paymentId: string | null
}

export const orderClaimed = event('payments.order-claimed', Type.Object({ paymentId: Type.String() }))

export const claim = defineAggregate({
  name: 'order-claim',
  shape: 1,
  initial: () => ({ paymentId: null }),
  events: [orderClaimed],
  evolve: (_state: Claim, { data }): Claim => ({ paymentId: data.paymentId }),
  isTerminal: ({ paymentId }) => paymentId !== null,
})

export const claimKey = claim.key

/** The fee that is kept: on what was not given back, so that the rest of it went back in proportion. */
export const keptFee = ({ amount, refunded, feeBp }: FranchisePayment): number => feeOf(amount - refunded, feeBp)

/** What was earned by a payment and not settled yet; below zero when it was settled and then given back. */
export function unsettled(payment: FranchisePayment): Share {
  const { amount, refunded, settled } = payment
  return { gross: amount - refunded - settled.gross, fee: keptFee(payment) - settled.fee }
}

/** Whether a settlement of what was approved before `until` may take its share of this payment now. */
export function isClaimable(payment: Payment, until: Date): payment is FranchisePayment {
  if (!isAtFranchise(payment) || payment.approvedAt === null || payment.claimed !== null) return false
  const { gross, fee } = unsettled(payment)
  return new Date(payment.approvedAt) < until && !isRefunding(payment) && (gross !== 0 || fee !== 0)
}

export const isRefunding = ({ refunding }: Payment): boolean => Object.keys(refunding).length > 0

/** What may still be given back, refunds under way counted as gone. */
export function refundable(payment: Payment): number {
  const underWay = Object.values(payment.refunding).reduce((sum, amount) => sum + amount, 0)
  return payment.amount - payment.refunded - underWay
}

export function mayRefund(payment: Payment, amount: number): Refusal | null {
  switch (payment.status) {
    case 'approved':
    case 'partially_refunded':
    case 'settled':
      // One at a time at a franchise, so that the fee of each follows from the one before.
      if (isAtFranchise(payment) && isRefunding(payment)) return refuse('payment_busy')
      return amount <= refundable(payment) ? null : refuse('refund_exceeds_payment')
    case 'settling':
      return refuse('payment_settling')
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
