/** A remittance: money sent to a member or to a bank account, and how far it has come. */
import {
  type Recipient,
  type RemittanceStarted,
  remittanceFailed,
  remittanceStarted,
  remittanceSucceeded,
  remittanceToppingUp,
  remittanceTransferring,
} from '../../contracts/remittance.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { transitions } from '../../platform/kit/transitions.ts'

export type RemittanceStatus = 'none' | 'started' | 'topping_up' | 'transferring' | 'succeeded' | 'failed'

export interface Remittance extends RemittanceStarted {
  readonly status: RemittanceStatus
  /** Pulled from the sender's bank account, in minor units. */
  readonly toppedUp: number
  /** Why it failed: a refusal's code. */
  readonly reason: string | null
  readonly startedAt: string
}

const none: Remittance = {
  status: 'none',
  remittanceId: '',
  from: '',
  to: { kind: 'member', memberId: '' },
  amount: 0,
  currency: '',
  sealedMemo: null,
  toppedUp: 0,
  reason: null,
  startedAt: '',
}

/** From which states a remittance may go where. */
export const moves = transitions<RemittanceStatus>()({
  table: {
    top_up: { from: ['started'], to: 'topping_up' },
    transfer: { from: ['started', 'topping_up'], to: 'transferring' },
    succeed: { from: ['transferring'], to: 'succeeded' },
    fail: { from: ['started', 'topping_up', 'transferring'], to: 'failed' },
  },
})

export const isTerminal = ({ status }: Remittance): boolean => status === 'succeeded' || status === 'failed'

/** What every event of a remittance carries. */
export const factsOf = ({ remittanceId, from, to, amount, currency }: Remittance) => ({
  remittanceId,
  from,
  to,
  amount,
  currency,
})

/** The member who gets it; null when it goes to a bank account. */
export const recipientOf = ({ to }: { readonly to: Recipient }): string | null =>
  to.kind === 'member' ? to.memberId : null

export const remittance = defineAggregate({
  name: 'remittance',
  shape: 1,
  initial: () => none,
  isTerminal,
  events: [remittanceStarted, remittanceToppingUp, remittanceTransferring, remittanceSucceeded, remittanceFailed],
  evolve(state: Remittance, event): Remittance {
    switch (event.type) {
      case remittanceStarted.type:
        return { ...state, ...event.data, status: 'started', startedAt: new Date(event.at).toISOString() }
      case remittanceToppingUp.type:
        return { ...state, status: 'topping_up' }
      case remittanceTransferring.type:
        return { ...state, status: 'transferring', toppedUp: event.data.toppedUp }
      case remittanceSucceeded.type:
        return { ...state, status: 'succeeded' }
      case remittanceFailed.type:
        return { ...state, status: 'failed', reason: event.data.reason }
    }
  },
})

export const remittanceKey = remittance.key
