/** Gives a captured payment back, whole or in part, and marks how that ended. */
import { paymentRefunded, refundFailed, type refundPayment, refundStarted } from '../../../contracts/payments.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import { franchiseRefund, lost, refundOf } from '../franchises/feature.ts'
import { refund, takingOf } from '../orders/feature.ts'
import {
  type Answer,
  answerTo,
  begin,
  done,
  factsOf,
  isAtFranchise,
  type Payment,
  paymentKey,
  present,
  remember,
} from '../payment/feature.ts'
import { mayRefund, refundable } from './rules.ts'

/** Gives back part of a captured payment. The refund id makes every one a saga of its own. */
export function refundCommand(input: {
  paymentId: string
  refundId: string
  amount: number | null
  reason: string
  /** What was said at a franchise, encrypted under the payer's key. */
  sealedNote?: string | null
}): Command {
  const { paymentId, refundId, reason, sealedNote } = input
  const id = `${refund.name}/${refundId}`
  return {
    type: 'payments.refund',
    keys: [paymentKey(paymentId), sagaKey(id)],
    decide(states, context) {
      const payment = states.of(paymentKey(paymentId))
      const refundAmount = input.amount ?? refundable(payment)
      const refusal = mayRefund(payment, refundAmount)
      if (refusal) return refusal
      if (refundAmount === 0) return refuse('payment_busy')
      const asked = { refundId, refundAmount, reason, ...(sealedNote !== undefined && { sealedNote }) }
      const started = refundStarted.of(paymentKey(paymentId), { ...factsOf(payment), ...asked })
      const begun = isAtFranchise(payment)
        ? begin(franchiseRefund, id, refundOf(payment, refundId, refundAmount), context, [started])
        : begin(refund, id, { ...takingOf(payment), refundId, refundAmount, reason }, context, [started])
      const refunding = { ...payment.refunding, [refundId]: refundAmount }
      const shown = present({ ...payment, refunding }, context.now, { withFee: true })
      return remember({ ...begun, reply: shown }, paymentId, refundId, context)
    },
  }
}

export const refundAll = (input: DataOf<typeof refundPayment>, refundId: string): Command =>
  refundCommand({ ...input, refundId, amount: null })

type RefundMark = { paymentId: string; refundId: string; reason?: string }

function markRefund(
  input: RefundMark,
  facts: (payment: Payment, amount: number) => NewMessage[],
  answer: Answer,
): Command {
  return {
    type: 'payments.mark',
    keys: [paymentKey(input.paymentId)],
    decide(states) {
      const payment = states.of(paymentKey(input.paymentId))
      const amount = payment.refunding[input.refundId]
      if (amount === undefined) return accept([])
      return accept([...facts(payment, amount), ...answerTo(payment.replies[input.refundId], answer)])
    },
  }
}

export const markRefunded = ({ paymentId, refundId }: RefundMark): Command =>
  markRefund(
    { paymentId, refundId },
    (payment, refundAmount) => [
      paymentRefunded.of(paymentKey(paymentId), { ...factsOf(payment), refundId, refundAmount }),
      ...(isAtFranchise(payment) ? [lost(payment, refundAmount)] : []),
    ],
    done({ refundId }),
  )

export const markRefundFailed = (input: RefundMark): Command => {
  const { paymentId, refundId, reason = 'refund_declined' } = input
  return markRefund(
    input,
    (payment, refundAmount) => [
      refundFailed.of(paymentKey(paymentId), { ...factsOf(payment), refundId, refundAmount, reason }),
    ],
    { ok: false, refusal: refuse(reason) },
  )
}
