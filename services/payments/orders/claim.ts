/** The claim on an order: one payment at a time may take money for it. */
import { Type } from 'typebox'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { event } from '../../../platform/kit/contract.ts'

/** Payments that may have been tried for an order in vain: who tries card after card is not a customer. */
export const TRIES_MAX = 20

export interface Claim {
  /** Null while the order may be paid. */
  readonly paymentId: string | null
  /** How many payments have let go of it, having taken nothing. */
  readonly released: number
}

const OfPayment = Type.Object({ paymentId: Type.String() })
export const orderClaimed = event('payments.order-claimed', OfPayment)
export const orderReleased = event('payments.order-released', OfPayment)

export const claim = defineAggregate({
  name: 'order-claim',
  shape: 2,
  initial: (): Claim => ({ paymentId: null, released: 0 }),
  events: [orderClaimed, orderReleased],
  evolve(state: Claim, { type, data: { paymentId } }): Claim {
    switch (type) {
      case orderClaimed.type:
        return { ...state, paymentId }
      case orderReleased.type:
        return { paymentId: null, released: state.released + 1 }
    }
  },
  isTerminal: ({ paymentId }) => paymentId !== null,
})
