/** A refund that was refused opens a task, one for a refund however often it is tried again. */
import type { States } from '../../../platform/kit/command.ts'
import { derivedId } from '../../../platform/kit/derived-id.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { openTask } from '../../../platform/service/task.ts'
import { isAtFranchise, type Payment } from '../payment/feature.ts'

export const REFUND_FAILED = 'refund-failed'

export interface FailedRefund {
  readonly refundId: string
  /** The task of the refund that this one tries again. */
  readonly taskId?: string | undefined
}

export const taskOfRefund = ({ refundId, taskId }: FailedRefund): string => taskId ?? derivedId(refundId, 'ref', 'tsk')

export function openRefundFailed(states: States, payment: Payment, failed: FailedRefund, why: string, amount: number) {
  const { paymentId, currency } = payment
  const paidFor = isAtFranchise(payment) ? payment.franchiseId : payment.orderId
  const about = [paymentId, paidFor, failed.refundId]
  const opening = { taskId: taskOfRefund(failed), why, about, amount, currency, facts: { paymentId, paidFor } }
  const opened: readonly NewMessage[] = openTask(states, { kind: REFUND_FAILED }, opening)
  return opened
}
