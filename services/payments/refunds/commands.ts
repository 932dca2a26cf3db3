/** Gives a captured payment back, whole or in part, and marks how that ended. */
import { paymentRefunded, refundFailed, refundStarted } from '../../../contracts/payments.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import { franchiseRefund, lost, refundOf } from '../franchises/feature.ts'
import { refund, takingOf } from '../orders/feature.ts'
import {
  begin,
  factsOf,
  isAtFranchise,
  isRefunding,
  mark,
  type Payment,
  paymentKey,
  present,
  refundingOf,
  remember,
  sagaIdOf,
} from '../payment/feature.ts'

/** What may still be given back, refunds under way counted as gone. */
export const refundable = (payment: Payment): number => payment.amount - payment.refunded - refundingOf(payment)

/** Whether a payment may be given back. */
function mayRefund(payment: Payment, amount: number): Refusal | null {
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

/**
 * Gives back part of a captured payment, or all that is left where no amount is named. The refund id makes every one a
 * saga of its own.
 */
export function refundCommand(input: {
  paymentId: string
  refundId: string
  amount?: number | null
  reason: string
  /** What was said at a franchise, encrypted under the payer's key. */
  sealedNote?: string | null
}): Command {
  const { paymentId, refundId, amount = null, reason, sealedNote } = input
  const id = sagaIdOf(refund, refundId)
  return {
    type: 'payments.refund',
    keys: [paymentKey(paymentId), sagaKey(id)],
    decide(states, context) {
      const payment = states.of(paymentKey(paymentId))
      const refundAmount = amount ?? refundable(payment)
      const refusal = mayRefund(payment, refundAmount)
      if (refusal) return refusal
      if (refundAmount === 0) return refuse('payment_busy')
      const asked = { refundId, refundAmount, reason, ...(sealedNote !== undefined && { sealedNote }) }
      const started = refundStarted.of(paymentKey(paymentId), { ...factsOf(payment), ...asked })
      const begun = isAtFranchise(payment)
        ? begin(franchiseRefund, id, refundOf(payment, refundId, refundAmount), context, [started])
        : begin(refund, id, { ...takingOf(payment), refundId, refundAmount, reason }, context, [started])
      const refunding = { ...payment.refunding, [refundId]: refundAmount }
      const shown = present({ ...payment, refunding }, { withFee: true })
      return remember({ ...begun, reply: shown }, paymentId, refundId, context)
    },
  }
}

interface RefundMark {
  readonly paymentId: string
  readonly refundId: string
}

export const markRefunded = ({ paymentId, refundId }: RefundMark): Command =>
  mark(
    paymentId,
    refundId,
    payment => {
      const refundAmount = payment.refunding[refundId]
      if (refundAmount === undefined) return []
      const data = { ...factsOf(payment), refundId, refundAmount }
      const refunded = paymentRefunded.of(paymentKey(paymentId), data)
      return isAtFranchise(payment) ? [refunded, lost(payment, refundAmount)] : [refunded]
    },
    { ok: true, result: { refundId } },
  )

export const markRefundFailed = ({
  paymentId,
  refundId,
  reason = 'refund_declined',
}: RefundMark & { reason?: string }): Command =>
  mark(
    paymentId,
    refundId,
    payment => {
      const refundAmount = payment.refunding[refundId]
      if (refundAmount === undefined) return []
      return [refundFailed.of(paymentKey(paymentId), { ...factsOf(payment), refundId, refundAmount, reason })]
    },
    { ok: false, refusal: refuse(reason) },
  )
