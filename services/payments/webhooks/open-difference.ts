/** Opens and closes the task of a payment that the processor sees otherwise: one for each payment of the processor. */
import type { States } from '../../../platform/kit/command.ts'
import { referenceId } from '../../../platform/kit/derived-id.ts'
import { closeTask, openTask, taskKey } from '../../../platform/service/task.ts'
import { isAtFranchise, type Payment } from '../payment/feature.ts'
import type { Difference } from './difference.ts'

export const PROCESSOR_DIFFERENCE = 'processor-difference'

/** One for each payment of the processor; its key is no part of an id. */
const taskOf = (paymentKey: string): string => `processor_${referenceId(paymentKey)}`

export const differenceKey = (paymentKey: string) => taskKey(taskOf(paymentKey))

export interface Opening {
  readonly paymentKey: string
  readonly why:
    | Exclude<Difference, 'agrees'>
    | 'no_answer'
    | 'refunded_twice'
    | 'not_in_statement'
    | 'statement_differs'
  /** Our payment and what was paid for, as far as they are known. */
  readonly about: readonly string[]
  readonly amount: number | null
  readonly currency: string | null
}

export function openDifference(states: States, { paymentKey, about, ...opening }: Opening) {
  const task = { ...opening, taskId: taskOf(paymentKey), about: [paymentKey, ...about], facts: { paymentKey } }
  return openTask(states, { kind: PROCESSOR_DIFFERENCE }, task)
}

/** The same, of a payment as it is. */
export function openDifferenceOf(states: States, payment: Payment | null, paymentKey: string, why: Opening['why']) {
  const about =
    payment === null ? [] : [payment.paymentId, isAtFranchise(payment) ? payment.franchiseId : payment.orderId]
  const { amount = null, currency = null } = payment ?? {}
  return openDifference(states, { paymentKey, why, about, amount, currency })
}

export const closeDifference = (states: States, paymentKey: string) => closeTask(states, taskOf(paymentKey), 'agrees')
