/** Whether a payment may be given back, and how much of it. */
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { isAtFranchise, isRefunding, type Payment } from '../payment/feature.ts'

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
