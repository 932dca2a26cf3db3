/** Opens and closes the task of a payment that the processor sees otherwise: one for each payment of the processor. */
import type { States } from '../../../platform/kit/command.ts'
import { closeTask, openTask, taskKey } from '../../../platform/service/task.ts'
import { isAtFranchise, type Payment } from '../payment/feature.ts'
import type { Difference } from './difference.ts'

export const PROCESSOR_DIFFERENCE = 'processor-difference'

/** The processor's key is unique there, and no other tasks are named so. */
const taskOf = (paymentKey: string): string => `processor_${paymentKey}`

export const differenceKey = (paymentKey: string) => taskKey(taskOf(paymentKey))

export type Why = Difference | 'no_answer' | 'refunded_twice'

export function openDifference(states: States, payment: Payment | null, paymentKey: string, why: Why) {
  const paidFor =
    payment === null ? [] : [payment.paymentId, isAtFranchise(payment) ? payment.franchiseId : payment.orderId]
  const { amount = null, currency = null, status = 'none' } = payment ?? {}
  const opening = { taskId: taskOf(paymentKey), why, about: [paymentKey, ...paidFor], amount, currency }
  return openTask(states, { kind: PROCESSOR_DIFFERENCE }, { ...opening, facts: { paymentKey, status } })
}

export const closeDifference = (states: States, paymentKey: string) => closeTask(states, taskOf(paymentKey), 'agrees')
