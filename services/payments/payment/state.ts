/** The state of a payment, for an order or at a franchise, and what every event of it carries. */
import { feeOf } from '../../../contracts/franchises.ts'
import type { CardMask, PaymentMethod } from '../../../contracts/payments.ts'
import type { ReplyTo } from '../../../platform/kit/command.ts'

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

export const blank: CommonPayment = {
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
export const none: Payment = { ...blank, orderId: '' }

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

/** The fee that is kept: on what was not given back, so that the rest of it went back in proportion. */
export const keptFee = ({ amount, refunded, feeBp }: FranchisePayment): number => feeOf(amount - refunded, feeBp)

export const isRefunding = ({ refunding }: Payment): boolean => Object.keys(refunding).length > 0
