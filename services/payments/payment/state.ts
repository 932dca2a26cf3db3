/** The state of a payment, for an order or at a franchise, and what every event of it carries. */
import { feeOf } from '../../../contracts/franchises.ts'
import type { PaymentRequested, PaymentSettling } from '../../../contracts/payments.ts'
import type { ReplyTo } from '../../../platform/kit/command.ts'
import type { PAYMENT_STATUS, REFUND_STATUS, REFUND_WAY } from './statuses.ts'

export type PaymentStatus = 'none' | keyof typeof PAYMENT_STATUS

/** The money was taken, whatever became of it later. */
export const PAID_STATUSES = [
  'approved',
  'partially_refunded',
  'refunded',
  'settling',
  'settled',
] as const satisfies readonly PaymentStatus[]

/** One refund: under way, done, or refused. */
export interface RefundState {
  /** Minor units. */
  readonly amount: number
  readonly status: keyof typeof REFUND_STATUS
  /** Why it is given back: a code. */
  readonly reason: string
  /** What was said with it, encrypted under the payer's key. */
  readonly sealedNote: string | null
  /** Why it failed: a code. */
  readonly failure: string | null
  /** By a call or transfer of ours, by the processor itself, or to the wallet where the processor would not. */
  readonly how: keyof typeof REFUND_WAY
}

/** How far a payment has come. */
interface Progress {
  readonly status: PaymentStatus
  readonly reason: string | null
  readonly refunded: number
  /** Refunds under way, by id: their amounts are no longer refundable. */
  readonly refunding: Readonly<Record<string, number>>
  /** Every refund, by id, in the order they were asked for. */
  readonly refunds: Readonly<Record<string, RefundState>>
  /** Where the answers to what is under way belong: by `authorize`, `capture`, `void`, or a refund's id. */
  readonly replies: Readonly<Record<string, ReplyTo>>
  readonly createdAt: string
}

export type OrderPayment = Readonly<Extract<PaymentRequested, { orderId: string }>> & Progress

/** Of a payment, what a settlement is for: amounts less refunds, and the fee on that. */
export type Share = Readonly<Pick<PaymentSettling, 'gross' | 'fee'>>

export type FranchisePayment = Readonly<Extract<PaymentRequested, { franchiseId: string }>> &
  Progress & {
    readonly approvedAt: string | null
    /** What settlements have paid out. */
    readonly settled: Share
    /** What a settlement is about to pay out. */
    readonly claimed: (Share & { readonly settlementId: string }) | null
  }

export type Payment = OrderPayment | FranchisePayment

export const isAtFranchise = (payment: Payment): payment is FranchisePayment => 'franchiseId' in payment

export const blank: Omit<OrderPayment, 'orderId'> = {
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
  refunds: {},
  replies: {},
  createdAt: '',
}
export const none: Payment = { ...blank, orderId: '' }

/** What every event of a payment for an order carries. */
export function orderFactsOf(payment: OrderPayment) {
  const { paymentId, orderId, memberId, amount, currency, method, initiator } = payment
  return { paymentId, orderId, memberId, amount, currency, method, initiator }
}

/** What every event of a payment at a franchise carries. */
export function franchiseFactsOf(payment: FranchisePayment) {
  const { paymentId, franchiseId, merchantId, feeBp, memberId, amount, currency, method, initiator } = payment
  return { paymentId, franchiseId, merchantId, feeBp, memberId, amount, currency, method, initiator }
}

export const factsOf = (payment: Payment) =>
  isAtFranchise(payment) ? franchiseFactsOf(payment) : orderFactsOf(payment)

/** The fee that is kept: on what was not given back, so that the rest of it went back in proportion. */
export const keptFee = ({ amount, refunded, feeBp }: FranchisePayment): number => feeOf(amount - refunded, feeBp)

/** The sum of the refunds under way. */
export const refundingOf = ({ refunding }: Payment): number =>
  Object.values(refunding).reduce((sum, amount) => sum + amount, 0)

/** What the processor has given back, as far as we know. */
export const refundedByProcessor = ({ refunds }: Payment): number =>
  Object.values(refunds)
    .filter(({ status, how }) => status === 'done' && how !== 'to_wallet')
    .reduce((sum, { amount }) => sum + amount, 0)

export const isRefunding = ({ refunding }: Payment): boolean => Object.keys(refunding).length > 0
