/** What a settlement may take of a payment: what was earned by it and not settled before. */
import {
  type FranchisePayment,
  isAtFranchise,
  isRefunding,
  keptFee,
  type Payment,
  type Share,
} from '../payment/feature.ts'

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
