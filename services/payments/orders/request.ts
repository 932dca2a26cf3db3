/** The request to pay an order: it claims the order and begins to set the money aside. */
import {
  type authorizePayment,
  type CardMask,
  type PaymentMethod,
  paymentRequested,
} from '../../../contracts/payments.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import { begin, isAtFranchise, payment, paymentKey, present, remember, sagaIdOf } from '../payment/feature.ts'
import type { ChargeInput } from '../psp/feature.ts'
import { claimKey, orderClaimed } from './claim.ts'
import { authorization } from './sagas.ts'

export interface PaymentRequest {
  readonly paymentId: string
  readonly orderId: string
  readonly memberId: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  readonly method: PaymentMethod
  readonly initiator: 'checkout' | 'customer'
  readonly card: CardMask | null
  readonly charge: ChargeInput | null
}

/**
 * Claims the order and begins to set the money aside. An order that is claimed already refuses `payment_in_progress`;
 * the same payment of the PSP's window, reported once more, gets the first one's answer.
 */
export function requestPayment(request: PaymentRequest): Command {
  const { paymentId, orderId, card, charge, ...rest } = request
  const sagaId = sagaIdOf(authorization, paymentId)
  const windowKey = charge && 'paymentKey' in charge.with ? charge.with.paymentKey : null
  return {
    type: 'payments.request',
    keys: [paymentKey(paymentId), claimKey(orderId), sagaKey(sagaId)],
    decide(states, context) {
      const known = states.of(paymentKey(paymentId))
      if (known.status !== 'none' && !isAtFranchise(known) && known.orderId === orderId)
        return accept([], { reply: present(known, context.now) })
      const claimed = states.of(claimKey(orderId)).paymentId
      if (claimed !== null) return refuse('payment_in_progress', { paymentId: claimed })
      const facts = { paymentId, orderId, ...rest, card, paymentKey: windowKey }
      const requested = paymentRequested.of(paymentKey(paymentId), facts)
      const claim = orderClaimed.of(claimKey(orderId), { paymentId })
      const data = { paymentId, orderId, ...rest, charge }
      const accepted = begin(authorization, sagaId, data, context, [requested, claim])
      const shown = present(payment.after(known, [requested], context.now), context.now)
      return { ...accepted, status: 201, reply: shown }
    },
  }
}

/** The checkout asks; the answer comes when the money is set aside. */
export function authorizeCommand(input: DataOf<typeof authorizePayment>): Command {
  const command = requestPayment({ ...input, initiator: 'checkout', card: null, charge: null })
  return {
    ...command,
    decide: (states, context) => remember(command.decide(states, context), input.paymentId, 'authorize', context),
  }
}
