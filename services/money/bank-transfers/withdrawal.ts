/** A withdrawal: money from a member's wallet to their linked bank account. Set aside first, posted once the bank paid. */
import {
  type WithdrawalRequested,
  withdrawalFailed,
  withdrawalRequested,
  withdrawalSucceeded,
} from '../../../contracts/money.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'

export type WithdrawalStatus = 'none' | 'requested' | 'succeeded' | 'failed'

export interface Withdrawal extends WithdrawalRequested {
  readonly status: WithdrawalStatus
  readonly reason: string | null
  readonly requestedAt: string
}

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

export const withdrawal = defineAggregate({
  name: 'withdrawal',
  shape: 1,
  initial: () => none,
  events: [withdrawalRequested, withdrawalSucceeded, withdrawalFailed],
  evolve(state: Withdrawal, event): Withdrawal {
    switch (event.type) {
      case withdrawalRequested.type:
        return { ...state, ...event.data, status: 'requested', requestedAt: event.at.toISOString() }
      case withdrawalSucceeded.type:
        return { ...state, status: 'succeeded' }
      case withdrawalFailed.type:
        return { ...state, status: 'failed', reason: event.data.reason }
    }
  },
})

export const withdrawalKey = withdrawal.key
