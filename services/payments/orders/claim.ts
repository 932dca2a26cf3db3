/** The claim of an order: one payment has it, for good. */
import { Type } from 'typebox'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { event } from '../../../platform/kit/contract.ts'

/** One payment claims an order, for good: an order whose payment is declined has failed. */
export interface Claim {
  readonly paymentId: string | null
}

export const orderClaimed = event('payments.order-claimed', Type.Object({ paymentId: Type.String() }))

export const claim = defineAggregate({
  name: 'order-claim',
  shape: 1,
  initial: () => ({ paymentId: null }),
  events: [orderClaimed],
  evolve: (_state: Claim, { data }): Claim => ({ paymentId: data.paymentId }),
  isTerminal: ({ paymentId }) => paymentId !== null,
})

export const claimKey = claim.key
