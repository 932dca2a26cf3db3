/** The request to pay an order: it claims the order and begins to set the money aside. */
import { paymentRequested } from '../../../contracts/payments.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import {
  begin,
  isAtFranchise,
  type OrderPayment,
  type Payment,
  payment,
  paymentKey,
  present,
  remember,
  sagaIdOf,
} from '../payment/feature.ts'
import { claim, orderClaimed, TRIES_MAX } from './claim.ts'
import { type Authorization, authorization } from './sagas.ts'

export interface PaymentRequest extends Authorization, Pick<OrderPayment, 'initiator' | 'card'> {}

/** The PSP's key of the payment that the customer began in its window, if this is one. */
export const windowKeyOf = ({ charge }: Pick<Authorization, 'charge'>): string | null =>
  charge && 'paymentKey' in charge.with ? charge.with.paymentKey : null

/** This very request, made before: of the same order, and of the same payment of the PSP's window. */
function isSame(known: Payment, request: PaymentRequest): boolean {
  if (known.status === 'none' || isAtFranchise(known) || known.orderId !== request.orderId) return false
  const windowKey = windowKeyOf(request)
  return windowKey === null || known.paymentKey === windowKey
}

/**
 * Claims the order and begins to set the money aside. An order that is claimed already refuses `payment_in_progress`;
 * the same payment of the PSP's window, reported once more, gets the first one's answer. The checkout, which asks by a
 * message, is answered when the money is set aside.
 */
export function requestPayment(request: PaymentRequest): Command {
  const { paymentId, orderId, card, charge, ...rest } = request
  const sagaId = sagaIdOf(authorization, paymentId)
  return {
    type: 'payments.request',
    keys: [paymentKey(paymentId), claim.key(orderId), sagaKey(sagaId)],
    decide(states, context) {
      const known = states.of(paymentKey(paymentId))
      if (isSame(known, request))
        return remember(accept([], { reply: present(known) }), paymentId, 'authorize', context)
      const { paymentId: holder, released } = states.of(claim.key(orderId))
      if (released >= TRIES_MAX) return refuse('payment_tries_exhausted', { max: TRIES_MAX })
      if (holder !== null || known.status !== 'none') return refuse('payment_in_progress', { paymentId: holder })
      const facts = { paymentId, orderId, ...rest, card, paymentKey: windowKeyOf(request) }
      const requested = paymentRequested.of(paymentKey(paymentId), facts)
      const claimed = orderClaimed.of(claim.key(orderId), { paymentId })
      const data = { paymentId, orderId, ...rest, charge }
      const accepted = begin(authorization, sagaId, data, context, [requested, claimed])
      const reply = present(payment.after(known, [requested], context.now))
      return remember({ ...accepted, status: 201, reply }, paymentId, 'authorize', context)
    },
  }
}
