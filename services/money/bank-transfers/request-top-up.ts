/** What begins a top-up: a request of the member, or a hold on a wallet that is short (see `fund-hold.ts`). */
import { topUpRequested, walletOf } from '../../../contracts/money.ts'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import type { Accepted, Command, Context, States } from '../../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { startSaga } from '../../../platform/saga/decide.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import { BANK_CURRENCY } from '../bank-currency.ts'
import { accountKey, type HoldRequest, open } from '../ledger/feature.ts'
import { presentTopUp } from './present.ts'
import { type Pulling, pulling } from './top-up.saga.ts'
import { type TopUp, topUpKey } from './top-up.ts'

export interface TopUpRequest {
  readonly topUpId: string
  readonly memberId: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  readonly region: string | null
  readonly max: number
}

export const topUpSagaKey = (topUpId: string): string => sagaKey(sagaIdOf(topUpId))
const sagaIdOf = (topUpId: string): string => `top-up/${topUpId}`

/** Why an amount cannot cross between bank and wallet, whoever asks. */
export function mayCross(amount: number, currency: string, max: number): Refusal | null {
  if (currency !== BANK_CURRENCY) return refuse('currency_not_supported', { currency })
  return amount > max ? refuse('over_limit', { max: toMajor(max, currency), currency }) : null
}

/** The messages that begin a top-up, and the top-up as they leave it. */
export function beginTopUp(
  { max: _, ...request }: TopUpRequest,
  reference: string | null,
  hold: HoldRequest | null,
  states: States,
  context: Context,
): Accepted & { readonly begun: TopUp } {
  const { topUpId, memberId, amount, currency } = request
  const facts = { ...request, reference, transferId: context.newId('bkt') }
  const requested = topUpRequested.of(topUpKey(topUpId), facts)
  const data: Pulling = {
    topUpId,
    memberId,
    amount,
    currency,
    transferId: facts.transferId,
    refundId: context.newId('bkt'),
    hold,
  }
  const started = startSaga(pulling, sagaIdOf(topUpId), data, 'money', context)
  const none = states.of(topUpKey(topUpId))
  const begun: TopUp = { ...none, ...facts, status: 'requested', requestedAt: context.now.toISOString() }
  return { ...started, messages: [requested, ...started.messages], begun }
}

/** A member tops up their wallet. Refusals: currency_not_supported, over_limit, account_inactive. */
export function requestTopUp(request: TopUpRequest): Command {
  const { topUpId, memberId, amount, currency, max } = request
  const wallet = walletOf(memberId, currency)
  return {
    type: 'money.request-top-up',
    keys: [topUpKey(topUpId), topUpSagaKey(topUpId), accountKey(wallet)],
    decide(states, context) {
      const refusal = mayCross(amount, currency, max)
      if (refusal) return refusal
      if (!states.of(accountKey(wallet)).active) return refuse('account_inactive')
      const { begun, ...started } = beginTopUp(request, null, null, states, context)
      // Who has just registered may be here before their wallet.
      const messages = [...open(states, wallet), ...started.messages]
      return { ...started, messages, status: 201, reply: presentTopUp(begun) }
    },
  }
}
