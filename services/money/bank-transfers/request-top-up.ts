/** What begins a top-up: a request of the member, or a hold on a wallet that is short (see `fund-hold.ts`). */
import { bankAccount, type TopUpRequested, topUpRequested, walletOf } from '../../../contracts/money.ts'
import type { Accepted, Command, Context, States } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { accountKey, accountsOf, type HoldRequest, mayBegin, open } from '../ledger/feature.ts'
import { mayCross } from './crossing.ts'
import { presentTopUp } from './present.ts'
import { topUpSagas } from './top-up.saga.ts'
import { topUp, topUpKey } from './top-up.ts'

type TopUpRequest = Omit<TopUpRequested, 'reference' | 'transferId'>

/** The two accounts that a top-up moves money between. */
export const toppedUpBetween = (memberId: string, currency: string) =>
  accountsOf({ debit: bankAccount(currency), credit: walletOf(memberId, currency) })

/** Begins a top-up, by itself or for a hold. Refusal: ledger_limit. */
export function beginTopUp(
  request: TopUpRequest,
  hold: HoldRequest | null,
  states: States,
  context: Context,
): Accepted | Refusal {
  const { topUpId, memberId, amount, currency } = request
  const full = mayBegin(states, toppedUpBetween(memberId, currency), request)
  if (full) return full
  const transferId = context.newId('bkt')
  const requested = topUpRequested.of(topUpKey(topUpId), {
    ...request,
    reference: hold?.reference ?? null,
    transferId,
  })
  const data = { topUpId, memberId, amount, currency, transferId, refundId: context.newId('bkt'), hold }
  const started = topUpSagas.start(topUpId, data, context)
  return { ...started, messages: [requested, ...started.messages] }
}

/** A member tops up their wallet. Refusals: currency_not_supported, over_limit, account_inactive, ledger_limit. */
export function requestTopUp({ max, ...request }: TopUpRequest & { readonly max: number }): Command {
  const { topUpId, memberId, amount, currency } = request
  const key = topUpKey(topUpId)
  const wallet = walletOf(memberId, currency)
  return {
    type: 'money.request-top-up',
    keys: [key, topUpSagas.key(topUpId), ...toppedUpBetween(memberId, currency)],
    decide(states, context) {
      const refusal = mayCross(amount, currency, max)
      if (refusal) return refusal
      if (!states.of(accountKey(wallet)).active) return refuse('account_inactive')
      const started = beginTopUp(request, null, states, context)
      if (isRefusal(started)) return started
      const reply = presentTopUp(topUp.after(states.of(key), started.messages, context.now))
      // Who has just registered may be here before their wallet.
      return { ...started, messages: [...open(states, wallet), ...started.messages], status: 201, reply }
    },
  }
}
