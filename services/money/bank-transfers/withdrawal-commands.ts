/** What moves a withdrawal: the member's request, and what its saga reports. */
import {
  bankAccount,
  walletOf,
  withdrawalFailed,
  withdrawalRequested,
  withdrawalSucceeded,
} from '../../../contracts/money.ts'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import { startSaga } from '../../../platform/saga/decide.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import { accountKey, available, holdKeys, place, postHeld, voidHeld } from '../ledger/feature.ts'
import { presentWithdrawal } from './present.ts'
import { mayCross } from './request-top-up.ts'
import { type Withdrawing, withdrawing } from './withdrawal.saga.ts'
import { withdrawalFacts, withdrawalKey } from './withdrawal.ts'

export interface WithdrawalRequest {
  readonly withdrawalId: string
  readonly memberId: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  readonly max: number
}

const between = (memberId: string, currency: string) => ({
  debit: walletOf(memberId, currency),
  credit: bankAccount(currency),
})

const holdOf = (withdrawalId: string): string => `${withdrawalId}/held`

const keysOf = ({ withdrawalId, memberId, currency }: Pick<Withdrawing, 'withdrawalId' | 'memberId' | 'currency'>) => [
  withdrawalKey(withdrawalId),
  ...holdKeys({ holdId: holdOf(withdrawalId), ...between(memberId, currency) }),
]

/** Refusals: currency_not_supported, over_limit, account_inactive, insufficient_funds. */
export function requestWithdrawal({ max, ...request }: WithdrawalRequest): Command {
  const { withdrawalId, memberId, amount, currency } = request
  const sagaId = `withdrawal/${withdrawalId}`
  return {
    type: 'money.request-withdrawal',
    keys: [...keysOf(request), sagaKey(sagaId)],
    decide(states, context) {
      const refusal = mayCross(amount, currency, max)
      if (refusal) return refusal
      const wallet = states.of(accountKey(walletOf(memberId, currency)))
      if (!wallet.active) return refuse('account_inactive')
      if (!wallet.opened || available(wallet) < amount) {
        return refuse('insufficient_funds', { available: toMajor(available(wallet), currency), currency })
      }
      const holdId = holdOf(withdrawalId)
      const hold = { holdId, ...between(memberId, currency), amount, currency, reference: withdrawalId }
      const held = place(states, hold)
      if (isRefusal(held)) return held
      const facts = { ...request, transferId: context.newId('bkt') }
      const started = startSaga(withdrawing, sagaId, { ...facts, holdId } satisfies Withdrawing, 'money', context)
      const requested = withdrawalRequested.of(withdrawalKey(withdrawalId), facts)
      const none = states.of(withdrawalKey(withdrawalId))
      const begun = { ...none, ...facts, status: 'requested', requestedAt: context.now.toISOString() } as const
      const messages = [requested, ...held.messages, ...started.messages]
      return { ...started, messages, status: 201, reply: presentWithdrawal(begun) }
    },
  }
}

/** The bank has paid: what was set aside leaves the book. */
export const completeWithdrawal = (input: Withdrawing): Command => ({
  type: 'money.complete-withdrawal',
  keys: keysOf(input),
  decide(states, context) {
    const withdrawal = states.of(withdrawalKey(input.withdrawalId))
    if (withdrawal.status !== 'requested') return accept([])
    const { holdId, transferId: reference } = input
    const posted = postHeld(states, { holdId, kind: 'withdrawal', reference }, context)
    if (isRefusal(posted)) return posted
    const succeeded = withdrawalSucceeded.of(withdrawalKey(input.withdrawalId), withdrawalFacts(withdrawal))
    return { ...posted, messages: [...posted.messages, succeeded] }
  },
})

/** The bank has refused: what was set aside is free again. */
export const failWithdrawal = (input: Withdrawing & { readonly reason: string }): Command => ({
  type: 'money.fail-withdrawal',
  keys: keysOf(input),
  decide(states) {
    const withdrawal = states.of(withdrawalKey(input.withdrawalId))
    if (withdrawal.status !== 'requested') return accept([])
    const voided = voidHeld(states, input.holdId)
    if (isRefusal(voided)) return voided
    const facts = { ...withdrawalFacts(withdrawal), reason: input.reason }
    return { ...voided, messages: [...voided.messages, withdrawalFailed.of(withdrawalKey(input.withdrawalId), facts)] }
  },
})
