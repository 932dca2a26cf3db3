/** Gives a captured payment back, whole or in part, and marks how that ended. */
import { paymentRefunded, refundFailed, refundStarted } from '../../../contracts/payments.ts'
import { type Accepted, accept, type Command, type Context, type States } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import { closeTask, taskKey } from '../../../platform/service/task.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import { franchiseRefund, lost, refundOf } from '../franchises/feature.ts'
import { refund, takingOf } from '../orders/feature.ts'
import {
  begin,
  factsOf,
  isAtFranchise,
  isRefunding,
  mark,
  type Notes,
  type Payment,
  payment as paymentAggregate,
  paymentKey,
  present,
  refundingOf,
  remember,
  sagaIdOf,
} from '../payment/feature.ts'
import { type FailedRefund, openRefundFailed, taskOfRefund } from './failed-refund.ts'

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

export interface RefundInput extends FailedRefund {
  readonly paymentId: string
  /** Minor units; all that is left where no amount is named. */
  readonly amount?: number | null
  readonly reason: string
  /** What was said with it, encrypted under the payer's key. */
  readonly sealedNote?: string | null
  /** For an answer that shows what was said, and is stored encrypted under the payer's key. */
  readonly shown?: { readonly sealer: Sealer | null; readonly notes: Notes }
  /** Not by our call. */
  readonly how?: RefundStarted['how']
}

type RefundStarted = DataOf<typeof refundStarted>

/** Gives back part of a captured payment, or all that is left. The refund id makes every one a saga of its own. */
export function refundCommand(input: RefundInput): Command {
  const { paymentId, refundId, amount = null, shown } = input
  return {
    type: 'payments.refund',
    keys: [paymentKey(paymentId), sagaKey(sagaIdOf(refund, refundId))],
    ...(shown && { sealed: shown.sealer }),
    decide(states, context) {
      const payment = states.of(paymentKey(paymentId))
      const refundAmount = amount ?? refundable(payment)
      const refusal = mayRefund(payment, refundAmount)
      if (refusal) return refusal
      if (refundAmount === 0) return refuse('payment_busy')
      const begun = beginRefund(payment, { ...input, refundAmount }, context)
      const after = paymentAggregate.after(payment, begun.messages, context.now)
      const reply = { ...present(after, { withFee: true, ...(shown && { notes: shown.notes }) }), refundId }
      return remember({ ...begun, reply }, paymentId, refundId, context)
    },
  }
}

/** The same for a saga, which asks until the payment is given back: done already is done. */
export function refundRest(input: RefundInput): Command {
  const asked = refundCommand(input)
  const key = paymentKey(input.paymentId)
  return {
    ...asked,
    decide(states, context) {
      const { status, refunds } = states.of(key)
      if (status !== 'refunded') return asked.decide(states, context)
      return accept([], { reply: { refundId: Object.keys(refunds).at(-1) ?? input.refundId } })
    },
  }
}

export function beginRefund(
  payment: Payment,
  { refundId, refundAmount, reason, sealedNote, how, taskId }: RefundInput & { readonly refundAmount: number },
  context: Context,
): Accepted {
  const { paymentId } = payment
  const id = sagaIdOf(refund, refundId)
  const asked = { refundId, refundAmount, reason, ...(how && { how }) }
  const note = sealedNote !== undefined && { sealedNote }
  const started = refundStarted.of(paymentKey(paymentId), { ...factsOf(payment), ...asked, ...note })
  const again = taskId !== undefined && { taskId }
  return isAtFranchise(payment)
    ? begin(franchiseRefund, id, { ...refundOf(payment, refundId, refundAmount), ...again }, context, [started])
    : begin(refund, id, { ...takingOf(payment), ...asked, ...again }, context, [started])
}

type Ended = FailedRefund & { readonly paymentId: string }

/** With the task of a refund that failed before, which this one ends. */
function markEnd(
  { paymentId, refundId, taskId }: Ended,
  factsIn: (payment: Payment, refundAmount: number) => readonly NewMessage[],
  taskIn: (states: States, payment: Payment, refundAmount: number) => readonly NewMessage[],
  answer: Parameters<typeof mark>[3],
): Command {
  const marked = mark(paymentId, refundId, payment => factsIn(payment, payment.refunding[refundId] ?? 0), answer)
  const key = paymentKey(paymentId)
  return {
    ...marked,
    keys: [key, taskKey(taskOfRefund({ refundId, taskId }))],
    decide(states, context) {
      const payment = states.of(key)
      const refundAmount = payment.refunding[refundId]
      if (refundAmount === undefined) return accept([])
      const decided = marked.decide(states, context)
      if (isRefusal(decided)) return decided
      return { ...decided, messages: [...decided.messages, ...taskIn(states, payment, refundAmount)] }
    },
  }
}

export const markRefunded = (ended: Ended): Command =>
  markEnd(
    ended,
    (payment, refundAmount) => {
      const refunded = payment.refunded + refundAmount
      const data = { ...factsOf(payment), refundId: ended.refundId, refundAmount, refunded }
      const done = paymentRefunded.of(paymentKey(payment.paymentId), data)
      return isAtFranchise(payment) ? [done, lost(payment, refundAmount)] : [done]
    },
    states => closeTask(states, taskOfRefund(ended), 'refunded'),
    { ok: true, result: { refundId: ended.refundId } },
  )

/** The processor turned us away, and nothing was done: nobody has refused anything. */
const TURNED_AWAY = 'psp_unavailable'

/** A saga that asked for it asks again by itself. */
const isAskedAgain = ({ replies }: Payment, { refundId }: FailedRefund, reason: string): boolean =>
  reason === TURNED_AWAY && replies[refundId] !== undefined

/** It shows with the payment, and as a task to try it again. */
export const markRefundFailed = ({ reason = 'refund_declined', ...ended }: Ended & { reason?: string }): Command =>
  markEnd(
    ended,
    (payment, refundAmount) => [
      refundFailed.of(paymentKey(payment.paymentId), {
        ...factsOf(payment),
        refundId: ended.refundId,
        refundAmount,
        reason,
      }),
    ],
    (states, payment, refundAmount) =>
      isAskedAgain(payment, ended, reason) ? [] : openRefundFailed(states, payment, ended, reason, refundAmount),
    { ok: false, refusal: refuse(reason === TURNED_AWAY ? TURNED_AWAY : 'refund_declined', { reason }) },
  )
