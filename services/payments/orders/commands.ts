/** What moves a payment for an order once it was requested: authorized, captured, voided. */
import {
  type markPaymentUnavailable,
  paymentApproved,
  paymentAuthorized,
  paymentDeclined,
  paymentVoided,
} from '../../../contracts/payments.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import {
  begin,
  factsOf,
  isAtFranchise,
  mark,
  type OrderPayment,
  type Payment,
  paymentKey,
  remember,
  sagaIdOf,
} from '../payment/feature.ts'
import { claim, orderReleased } from './claim.ts'
import { capture, release, type Taking } from './sagas.ts'

type Input = Pick<Payment, 'paymentId'>

export const markAuthorized = ({ paymentId, paymentKey: key }: Pick<Payment, 'paymentId' | 'paymentKey'>): Command =>
  mark(paymentId, 'authorize', payment =>
    payment.status === 'requested'
      ? [paymentAuthorized.of(paymentKey(paymentId), { ...factsOf(payment), paymentKey: key })]
      : [],
  )

export const markApproved = ({ paymentId }: Input): Command =>
  mark(paymentId, 'capture', payment =>
    payment.status === 'authorized' ? [paymentApproved.of(paymentKey(paymentId), factsOf(payment))] : [],
  )

export const markVoided = ({ paymentId }: Input): Command =>
  mark(paymentId, 'void', payment =>
    payment.status === 'authorized' ? [paymentVoided.of(paymentKey(paymentId), factsOf(payment))] : [],
  )

type NotTaken = DataOf<typeof markPaymentUnavailable>

/** Nothing was taken: the order waits for another payment. */
function letGo({ paymentId, orderId, reason }: NotTaken, factOf: (payment: Payment) => NewMessage): Command {
  const key = claim.key(orderId)
  const marked = mark(
    paymentId,
    'authorize',
    payment => (payment.status === 'requested' ? [factOf(payment), orderReleased.of(key, { paymentId })] : []),
    { ok: false, refusal: refuse(reason) },
  )
  return { ...marked, keys: [...marked.keys, key] }
}

/** The PSP turned us away before it looked. */
export const markUnavailable = (input: NotTaken): Command =>
  letGo(input, payment => paymentVoided.of(paymentKey(input.paymentId), { ...factsOf(payment), reason: input.reason }))

/** The bank, or the wallet, said no. */
export const markOrderDeclined = (input: NotTaken): Command =>
  letGo(input, payment =>
    paymentDeclined.of(paymentKey(input.paymentId), { ...factsOf(payment), reason: input.reason }),
  )

export function takingOf(payment: OrderPayment): Taking {
  const { paymentId, orderId, memberId, amount, currency, method, paymentKey: key } = payment
  return { paymentId, orderId, memberId, amount, currency, method, paymentKey: key }
}

/** Capture and void: allowed from `authorized`, answered at once when the payment is there already. */
function endAuthorized(
  paymentId: string,
  task: 'capture' | 'void',
  saga: SagaDefinition<Taking>,
  there: readonly Payment['status'][],
): Command {
  const id = sagaIdOf(saga, paymentId)
  return {
    type: `payments.${saga.name}`,
    keys: [paymentKey(paymentId), sagaKey(id)],
    decide(states, context) {
      const payment = states.of(paymentKey(paymentId))
      const { status } = payment
      if (there.includes(status)) return accept([], { reply: { paymentId } })
      if (status !== 'authorized' || isAtFranchise(payment)) return refuse('payment_not_authorized', { status })
      if (states.version(sagaKey(id)) > 0) return refuse('payment_busy')
      return remember(begin(saga, id, takingOf(payment), context, []), paymentId, task, context)
    },
  }
}

export const captureCommand = ({ paymentId }: Input): Command =>
  endAuthorized(paymentId, 'capture', capture, ['approved'])

/** A payment that took nothing is let go of already. */
export const voidCommand = ({ paymentId }: Input): Command =>
  endAuthorized(paymentId, 'void', release, ['none', 'declined', 'voided'])
