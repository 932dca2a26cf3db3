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
import type { Aggregate } from '../../platform/kit/aggregate.ts'

export type RemittanceStatus = 'none' | 'started' | 'topping_up' | 'transferring' | 'succeeded' | 'failed'

export interface Remittance extends RemittanceStarted {
  readonly status: RemittanceStatus
  /** Pulled from the sender's bank account, in minor units. */
  readonly toppedUp: number
  /** Why it failed: a refusal's code. */
  readonly reason: string | null
  readonly startedAt: string
}

export const remittanceKey = (id: string): string => `remittance:${id}`

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
export const TRANSITIONS = {
  top_up: ['started'],
  transfer: ['started', 'topping_up'],
  succeed: ['transferring'],
  fail: ['started', 'topping_up', 'transferring'],
} as const satisfies Record<string, readonly RemittanceStatus[]>

export const allows = ({ status }: Remittance, transition: keyof typeof TRANSITIONS): boolean =>
  (TRANSITIONS[transition] as readonly RemittanceStatus[]).includes(status)

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

function evolve(remittance: Remittance, event: { type: string; data: unknown; at: Date }): Remittance {
  switch (event.type) {
    case remittanceStarted.type: {
      const startedAt = new Date(event.at).toISOString()
      return { ...remittance, ...(event.data as RemittanceStarted), status: 'started', startedAt }
    }
    case remittanceToppingUp.type:
      return { ...remittance, status: 'topping_up' }
    case remittanceTransferring.type:
      return { ...remittance, status: 'transferring', toppedUp: (event.data as { toppedUp: number }).toppedUp }
    case remittanceSucceeded.type:
      return { ...remittance, status: 'succeeded' }
    case remittanceFailed.type:
      return { ...remittance, status: 'failed', reason: (event.data as { reason: string }).reason }
    default:
      return remittance
  }
}

export const remittance: Aggregate<Remittance> = {
  name: 'remittance',
  shape: 1,
  initial: () => none,
  evolve,
  isTerminal,
}
