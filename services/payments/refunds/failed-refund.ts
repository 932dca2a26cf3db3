/** A refund that was refused opens a task, one for a refund however often it is tried again. */
import { accept, type Command, type States } from '../../../platform/kit/command.ts'
import { derivedId } from '../../../platform/kit/derived-id.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { closeTask, openTask, taskKey } from '../../../platform/service/task.ts'
import { isAtFranchise, type Payment } from '../payment/feature.ts'

export const REFUND_FAILED = 'refund-failed'

export interface FailedRefund {
  readonly refundId: string
  /** The task of the refund that this one tries again. */
  readonly taskId?: string | undefined
}

export const taskOfRefund = ({ refundId, taskId }: FailedRefund): string => taskId ?? derivedId(refundId, 'ref', 'tsk')

/** Nothing is left to be given back: no task of this payment's refunds waits any more. */
export function closeRefundTasks({ refunds }: Payment): Command {
  const failed = Object.keys(refunds).filter(refundId => refunds[refundId]?.status === 'failed')
  const ids = failed.map(refundId => taskOfRefund({ refundId }))
  return {
    type: 'payments.close-refund-tasks',
    keys: ids.map(taskKey),
    decide: states => accept(ids.flatMap(taskId => closeTask(states, taskId, 'refunded'))),
  }
}

export function openRefundFailed(states: States, payment: Payment, failed: FailedRefund, why: string, amount: number) {
  const { paymentId, currency } = payment
  const paidFor = isAtFranchise(payment) ? payment.franchiseId : payment.orderId
  const about = [paymentId, paidFor, failed.refundId]
  const opening = { taskId: taskOfRefund(failed), why, about, amount, currency, facts: { paymentId, paidFor } }
  const opened: readonly NewMessage[] = openTask(states, { kind: REFUND_FAILED }, opening)
  return opened
}
