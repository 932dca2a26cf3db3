/** What a franchise earns by a payment, and what it loses again by a refund. */
import { franchiseEarned } from '../../../contracts/payments.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { type FranchisePayment, keptFee, paymentKey, type Share } from '../payment/feature.ts'
import type { FranchiseRefund } from './sagas.ts'

export function earned(of: FranchisePayment, share: Share): NewMessage {
  const { paymentId, franchiseId, merchantId, currency, approvedAt } = of
  if (approvedAt === null) throw new Error(`nothing was earned by ${paymentId}, which was not approved`)
  return franchiseEarned.of(paymentKey(paymentId), {
    ...{ paymentId, franchiseId, merchantId, currency, approvedAt },
    ...share,
  })
}

/** The part of the fee that goes back with a refund: what is kept is the fee on what is left. */
const feeBack = (of: FranchisePayment, refundAmount: number): number =>
  keptFee(of) - keptFee({ ...of, refunded: of.refunded + refundAmount })

/** What a refund of this much takes from the franchise again. */
export const lost = (of: FranchisePayment, refundAmount: number): NewMessage =>
  earned(of, { gross: -refundAmount, fee: 0 - feeBack(of, refundAmount) })

export function refundOf(of: FranchisePayment, refundId: string, refundAmount: number): FranchiseRefund {
  const { paymentId, franchiseId, memberId, amount, currency, feeBp } = of
  const money = { paymentId, franchiseId, memberId, amount, currency, feeBp }
  return { ...money, refundId, refundAmount, feeBack: feeBack(of, refundAmount) }
}
