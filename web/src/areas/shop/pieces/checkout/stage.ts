/** How far an order that was placed is on its way to being paid. */
import type { Order, Payment } from '@madang/client'

/** It waits for its payer, goes on by itself, is paid, or came to nothing. */
export type Stage = 'pay' | 'working' | 'paid' | 'ended'

const OF_STATUS: Record<Order['status'], Stage> = {
  pending: 'working',
  awaiting_payment: 'pay',
  confirmed: 'paid',
  partially_shipped: 'paid',
  shipped: 'paid',
  delivered: 'paid',
  failed: 'ended',
  cancelling: 'ended',
  cancelled: 'ended',
  refunded: 'ended',
}

/** Payments that are decided, or will be without the payer. */
const GOES_ON: Record<Payment['status'], boolean> = {
  requested: true,
  authorized: true,
  approved: true,
  declined: false,
  voided: false,
  partially_refunded: false,
  refunded: false,
  settling: true,
  settled: true,
}

export function stageOf({ status }: Pick<Order, 'status'>, payments: readonly Pick<Payment, 'status'>[]): Stage {
  const stage = OF_STATUS[status]
  return stage === 'pay' && payments.some(payment => GOES_ON[payment.status]) ? 'working' : stage
}

/** The last payment, where it came to nothing. */
export function lastFailure<P extends Pick<Payment, 'status'>>(payments: readonly P[]): P | null {
  const [last] = payments
  return last && (last.status === 'declined' || last.status === 'voided') ? last : null
}

export type FailureKind = keyof typeof import('../../texts/ko.json')['failed']

/** What is said of a reason that an order or a payment failed for. */
const KINDS: Record<string, FailureKind> = {
  out_of_stock: 'stock',
  product_unknown: 'gone',
  product_inactive: 'gone',
  insufficient_funds: 'balance',
  payment_timeout: 'late',
  payment_declined: 'card',
  card_refused: 'card',
  account_inactive: 'wallet',
  over_limit: 'wallet',
  psp_unavailable: 'busy',
  bank_unavailable: 'busy',
  cancelled_by_customer: 'customer',
  cancelled_by_operator: 'operator',
  payment_refunded: 'refund',
  refund_declined: 'refundDeclined',
}

export const failureKind = (reason: string | null): FailureKind => (reason && KINDS[reason]) || 'other'
