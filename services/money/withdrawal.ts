/** A withdrawal: money from a member's wallet to their linked bank account. Set aside first, posted once the bank paid. */
import {
  type WithdrawalRequested,
  withdrawalFailed,
  withdrawalRequested,
  withdrawalSucceeded,
} from '../../contracts/money.ts'
import type { Aggregate } from '../../platform/kit/aggregate.ts'

export type WithdrawalStatus = 'none' | 'requested' | 'succeeded' | 'failed'

export interface Withdrawal extends WithdrawalRequested {
  readonly status: WithdrawalStatus
  readonly reason: string | null
  readonly requestedAt: string
}

export const withdrawalKey = (id: string): string => `withdrawal:${id}`

const none: Withdrawal = {
  status: 'none',
  withdrawalId: '',
  memberId: '',
  amount: 0,
  currency: '',
  transferId: '',
  reason: null,
  requestedAt: '',
}

export const withdrawalFacts = (withdrawal: Withdrawal): WithdrawalRequested => {
  const { withdrawalId, memberId, amount, currency, transferId } = withdrawal
  return { withdrawalId, memberId, amount, currency, transferId }
}

function evolve(withdrawal: Withdrawal, event: { type: string; data: unknown; at: Date }): Withdrawal {
  switch (event.type) {
    case withdrawalRequested.type: {
      const requestedAt = event.at.toISOString()
      return { ...withdrawal, ...(event.data as WithdrawalRequested), status: 'requested', requestedAt }
    }
    case withdrawalSucceeded.type:
      return { ...withdrawal, status: 'succeeded' }
    case withdrawalFailed.type:
      return { ...withdrawal, status: 'failed', reason: (event.data as { reason: string }).reason }
    default:
      return withdrawal
  }
}

export const withdrawal: Aggregate<Withdrawal> = { name: 'withdrawal', shape: 1, initial: () => none, evolve }
