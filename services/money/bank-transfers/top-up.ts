/** A top-up: money pulled from a member's linked bank account into their wallet, by itself or to fund a hold. */
import { type Static, Type } from 'typebox'
import {
  placeHold,
  type TopUpRequested,
  topUpFailed,
  topUpRequested,
  topUpReturning,
  topUpSucceeded,
} from '../../../contracts/money.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { ReplyToSchema } from '../../../platform/kit/command.ts'
import { event } from '../../../platform/kit/contract.ts'
import { Nullable } from '../../../platform/kit/schemas.ts'

/** `returning`: it came in, the wallet could not take it, and the bank is asked to take it back. */
export type TopUpStatus = 'none' | 'requested' | 'returning' | 'succeeded' | 'failed'

/** The hold that the money is pulled for. */
const Funding = Type.Object({
  hold: placeHold.schema,
  /** What the wallet had, set aside until the rest is there. */
  reserved: Type.Integer({ minimum: 0 }),
  /** Who waits for the hold. */
  replyTo: Nullable(ReplyToSchema),
})
export type Funding = Static<typeof Funding>

export interface TopUp extends TopUpRequested {
  readonly status: TopUpStatus
  /** Why it failed: a refusal's code. */
  readonly reason: string | null
  readonly funding: Funding | null
  readonly requestedAt: string
}

/** The hold that keeps what the wallet had while the rest is pulled; its reference is the top-up. */
export const reservationOf = (topUpId: string): string => `${topUpId}/reserved`

/** Private: the top-up is for this hold, and this is where the answer belongs. */
const holdAwaitedEvent = event('money.hold-awaited', Funding)
export const holdAwaited = (topUpId: string, funding: Funding) => holdAwaitedEvent.of(topUpKey(topUpId), funding)

const none: TopUp = {
  status: 'none',
  topUpId: '',
  memberId: '',
  amount: 0,
  currency: '',
  region: null,
  reference: null,
  transferId: '',
  reason: null,
  funding: null,
  requestedAt: '',
}

export const factsOf = (topUp: TopUp): TopUpRequested => {
  const { topUpId, memberId, amount, currency, region, reference, transferId } = topUp
  return { topUpId, memberId, amount, currency, region, reference, transferId }
}

export const topUp = defineAggregate({
  name: 'top-up',
  shape: 1,
  initial: () => none,
  events: [topUpRequested, holdAwaitedEvent, topUpSucceeded, topUpReturning, topUpFailed],
  evolve(state: TopUp, event): TopUp {
    switch (event.type) {
      case topUpRequested.type:
        return { ...state, ...event.data, status: 'requested', requestedAt: event.at.toISOString() }
      case holdAwaitedEvent.type:
        return { ...state, funding: event.data }
      case topUpSucceeded.type:
        return { ...state, status: 'succeeded', funding: null }
      case topUpReturning.type:
        return { ...state, status: 'returning', reason: event.data.reason, funding: null }
      case topUpFailed.type:
        return { ...state, status: 'failed', reason: event.data.reason, funding: null }
    }
  },
})

export const topUpKey = topUp.key
