/** What moves a payment for an order once it was requested: authorized, captured, voided. */
import {
  type capturePayment,
  paymentApproved,
  paymentAuthorized,
  paymentVoided,
  type voidPayment,
} from '../../../contracts/payments.ts'
import { accept, type Command, type Decision } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import {
  begin,
  done,
  factsOf,
  isAtFranchise,
  mark,
  type OrderPayment,
  type Payment,
  paymentKey,
  remember,
  sagaIdOf,
} from '../payment/feature.ts'
import { capture, release } from './sagas.ts'

export const markAuthorized = (input: { paymentId: string; paymentKey: string | null }): Command =>
  mark(input.paymentId, 'requested', 'authorize', payment => ({
    fact: paymentAuthorized.of(paymentKey(input.paymentId), { ...factsOf(payment), paymentKey: input.paymentKey }),
    answer: done({ paymentId: input.paymentId }),
  }))

export const markApproved = (input: { paymentId: string }): Command =>
  mark(input.paymentId, 'authorized', 'capture', payment => ({
    fact: paymentApproved.of(paymentKey(input.paymentId), factsOf(payment)),
    answer: done({ paymentId: input.paymentId }),
  }))

export const markVoided = (input: { paymentId: string }): Command =>
  mark(input.paymentId, 'authorized', 'void', payment => ({
    fact: paymentVoided.of(paymentKey(input.paymentId), factsOf(payment)),
    answer: done({ paymentId: input.paymentId }),
  }))

export function takingOf(payment: OrderPayment) {
  const { paymentId, orderId, memberId, amount, currency, method, paymentKey: key } = payment
  return { paymentId, orderId, memberId, amount, currency, method, paymentKey: key }
}

/** Capture and void: allowed from `authorized`, answered at once when the payment is there already. */
function endAuthorized(
  paymentId: string,
  task: 'capture' | 'void',
  saga: SagaDefinition,
  elsewhere: (payment: Payment) => Decision,
): Command {
  const id = sagaIdOf(saga, paymentId)
  return {
    type: `payments.${saga.name}`,
    keys: [paymentKey(paymentId), sagaKey(id)],
    decide(states, context) {
      const payment = states.of(paymentKey(paymentId))
      if (payment.status !== 'authorized' || isAtFranchise(payment)) return elsewhere(payment)
      if (states.version(sagaKey(id)) > 0) return refuse('payment_busy')
      return remember(begin(saga, id, takingOf(payment), context, []), paymentId, task, context)
    },
  }
}

export const captureCommand = (input: DataOf<typeof capturePayment>): Command =>
  endAuthorized(input.paymentId, 'capture', capture, payment =>
    payment.status === 'approved'
      ? accept([], { reply: { paymentId: input.paymentId } })
      : refuse('payment_not_authorized', { status: payment.status }),
  )

export const voidCommand = (input: DataOf<typeof voidPayment>): Command =>
  endAuthorized(input.paymentId, 'void', release, payment => {
    const nothingTaken = payment.status === 'none' || payment.status === 'declined' || payment.status === 'voided'
    if (nothingTaken) return accept([], { reply: { paymentId: input.paymentId } })
    return refuse('payment_not_authorized', { status: payment.status })
  })
