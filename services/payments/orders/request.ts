/** The request to pay an order: it claims the order and begins to set the money aside. */
import { Type } from 'typebox'
import { paymentRequested } from '../../../contracts/payments.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { event } from '../../../platform/kit/contract.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import {
  begin,
  isAtFranchise,
  type OrderPayment,
  payment,
  paymentKey,
  present,
  remember,
  sagaIdOf,
} from '../payment/feature.ts'
import { type Authorization, authorization } from './sagas.ts'

/** One payment claims an order, for good: an order whose payment is declined has failed. */
interface Claim {
  readonly paymentId: string | null
}

const orderClaimed = event('payments.order-claimed', Type.Object({ paymentId: Type.String() }))

export const claim = defineAggregate({
  name: 'order-claim',
  shape: 1,
  initial: (): Claim => ({ paymentId: null }),
  events: [orderClaimed],
  evolve: (_state: Claim, { data }): Claim => data,
  isTerminal: ({ paymentId }) => paymentId !== null,
})

export interface PaymentRequest extends Authorization, Pick<OrderPayment, 'initiator' | 'card'> {}

/**
 * Claims the order and begins to set the money aside. An order that is claimed already refuses `payment_in_progress`;
 * the same payment of the PSP's window, reported once more, gets the first one's answer. The checkout, which asks by a
 * message, is answered when the money is set aside.
 */
export function requestPayment(request: PaymentRequest): Command {
  const { paymentId, orderId, card, charge, ...rest } = request
  const sagaId = sagaIdOf(authorization, paymentId)
  const windowKey = charge && 'paymentKey' in charge.with ? charge.with.paymentKey : null
  return {
    type: 'payments.request',
    keys: [paymentKey(paymentId), claim.key(orderId), sagaKey(sagaId)],
    decide(states, context) {
      const known = states.of(paymentKey(paymentId))
      if (known.status !== 'none' && !isAtFranchise(known) && known.orderId === orderId)
        return remember(accept([], { reply: present(known) }), paymentId, 'authorize', context)
      const holder = states.of(claim.key(orderId)).paymentId
      if (holder !== null) return refuse('payment_in_progress', { paymentId: holder })
      const facts = { paymentId, orderId, ...rest, card, paymentKey: windowKey }
      const requested = paymentRequested.of(paymentKey(paymentId), facts)
      const claimed = orderClaimed.of(claim.key(orderId), { paymentId })
      const data = { paymentId, orderId, ...rest, charge }
      const accepted = begin(authorization, sagaId, data, context, [requested, claimed])
      const reply = present(payment.after(known, [requested], context.now))
      return remember({ ...accepted, status: 201, reply }, paymentId, 'authorize', context)
    },
  }
}
