/** What moves a withdrawal: the member's request, and what its saga reports. */
import {
  bankAccount,
  type WithdrawalRequested,
  walletOf,
  withdrawalFailed,
  withdrawalRequested,
  withdrawalSucceeded,
} from '../../../contracts/money.ts'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { accept, type Command, type Context, type Decision, type States } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import { accountKey, available, holdKeys, place, postHeld, voidHeld } from '../ledger/feature.ts'
import { mayCross } from './crossing.ts'
import { presentWithdrawal } from './present.ts'
import { type Withdrawing, withdrawalSagas } from './withdrawal.saga.ts'
import { withdrawal, withdrawalFacts, withdrawalKey } from './withdrawal.ts'

const between = (memberId: string, currency: string) => ({
  debit: walletOf(memberId, currency),
  credit: bankAccount(currency),
})

const holdOf = (withdrawalId: string): string => `${withdrawalId}/held`

type WithdrawalRequest = Omit<WithdrawalRequested, 'transferId'>

const keysOf = ({ withdrawalId, memberId, currency }: Omit<WithdrawalRequest, 'amount'>) => [
  withdrawalKey(withdrawalId),
  ...holdKeys({ holdId: holdOf(withdrawalId), ...between(memberId, currency) }),
]

/** Refusals: currency_not_supported, over_limit, account_inactive, insufficient_funds. */
export function requestWithdrawal({ max, ...request }: WithdrawalRequest & { readonly max: number }): Command {
  const { withdrawalId, memberId, amount, currency } = request
  const key = withdrawalKey(withdrawalId)
  return {
    type: 'money.request-withdrawal',
    keys: [...keysOf(request), withdrawalSagas.key(withdrawalId)],
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
      const started = withdrawalSagas.start(withdrawalId, { ...facts, holdId }, context)
      const messages = [withdrawalRequested.of(key, facts), ...held.messages, ...started.messages]
      const reply = presentWithdrawal(withdrawal.after(states.of(key), messages, context.now))
      return { ...started, messages, status: 201, reply }
    },
  }
}

/** Ends the hold and the withdrawal together; one that is over stays as it is. */
const ending = (
  type: string,
  input: Withdrawing,
  endHold: (states: States, context: Context) => Decision,
  factOf: (facts: WithdrawalRequested) => NewMessage,
): Command => ({
  type,
  keys: keysOf(input),
  decide(states, context) {
    const ended = states.of(withdrawalKey(input.withdrawalId))
    if (ended.status !== 'requested') return accept([])
    const released = endHold(states, context)
    if (isRefusal(released)) return released
    return { ...released, messages: [...released.messages, factOf(withdrawalFacts(ended))] }
  },
})

/** The bank has paid: what was set aside leaves the book. */
export const completeWithdrawal = (input: Withdrawing): Command =>
  ending(
    'money.complete-withdrawal',
    input,
    (states, context) =>
      postHeld(states, { holdId: input.holdId, kind: 'withdrawal', reference: input.transferId }, context),
    facts => withdrawalSucceeded.of(withdrawalKey(input.withdrawalId), facts),
  )

/** The bank has refused: what was set aside is free again. */
export const failWithdrawal = (input: Withdrawing & { readonly reason: string }): Command =>
  ending(
    'money.fail-withdrawal',
    input,
    states => voidHeld(states, input.holdId),
    facts => withdrawalFailed.of(withdrawalKey(input.withdrawalId), { ...facts, reason: input.reason }),
  )
