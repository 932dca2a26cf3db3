/** A top-up: money pulled from a member's linked bank account into their wallet, by itself or to fund a hold. */
import {
  type TopUpRequested,
  topUpFailed,
  topUpRequested,
  topUpReturning,
  topUpSucceeded,
} from '../../contracts/money.ts'
import type { Aggregate } from '../../platform/kit/aggregate.ts'
import type { ReplyTo } from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import type { HoldRequest } from './ledger.ts'

/** `returning`: it came in, the wallet could not take it, and the bank is asked to take it back. */
export type TopUpStatus = 'none' | 'requested' | 'returning' | 'succeeded' | 'failed'

/** The hold that the money is pulled for. */
export interface Funding {
  readonly hold: HoldRequest
  /** What the wallet had, set aside until the rest is there. */
  readonly reserved: number
  /** Who waits for the hold. */
  readonly replyTo: ReplyTo | null
}

export interface TopUp extends TopUpRequested {
  readonly status: TopUpStatus
  /** Why it failed: a refusal's code. */
  readonly reason: string | null
  readonly funding: Funding | null
  readonly requestedAt: string
}

export const topUpKey = (id: string): string => `top-up:${id}`

/** The hold that keeps what the wallet had while the rest is pulled; its reference is the top-up. */
export const reservationOf = (topUpId: string): string => `${topUpId}/reserved`

const HOLD_AWAITED = 'money.hold-awaited'

/** Not told to others: the top-up is for this hold, and this is where the answer belongs. */
export const holdAwaited = (topUpId: string, funding: Funding): NewMessage<Funding> => ({
  stream: topUpKey(topUpId),
  type: HOLD_AWAITED,
  data: funding,
})

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

const reasonOf = (data: unknown): string => (data as { reason: string }).reason

function evolve(topUp: TopUp, event: { type: string; data: unknown; at: Date }): TopUp {
  switch (event.type) {
    case topUpRequested.type: {
      const requestedAt = event.at.toISOString()
      return { ...topUp, ...(event.data as TopUpRequested), status: 'requested', requestedAt }
    }
    case HOLD_AWAITED:
      return { ...topUp, funding: event.data as Funding }
    case topUpSucceeded.type:
      return { ...topUp, status: 'succeeded', funding: null }
    case topUpReturning.type:
      return { ...topUp, status: 'returning', reason: reasonOf(event.data), funding: null }
    case topUpFailed.type:
      return { ...topUp, status: 'failed', reason: reasonOf(event.data), funding: null }
    default:
      return topUp
  }
}

export const topUp: Aggregate<TopUp> = { name: 'top-up', shape: 1, initial: () => none, evolve }
