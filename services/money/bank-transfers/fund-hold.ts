/**
 * A hold on a wallet that may be short: what the wallet has is set aside in the decision that asks for the rest, so
 * several at once each pull exactly what they lack, and nothing that is counted on can be spent meanwhile.
 */
import { type FundedHold, type fundHold, walletOf } from '../../../contracts/money.ts'
import { accept, type Command, type Context, type Decision, type States } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import {
  accountKey,
  accountsOf,
  available,
  following,
  type Hold,
  holdKey,
  mustBePending,
  open,
  place,
} from '../ledger/feature.ts'
import { mayCross } from './crossing.ts'
import { beginTopUp, toppedUpBetween } from './request-top-up.ts'
import { topUpSagas } from './top-up.saga.ts'
import { holdAwaited, reservationOf, topUpKey } from './top-up.ts'

export type FundHold = DataOf<typeof fundHold>

/** The reply. */
export const funded = ({ holdId, amount, currency }: Omit<FundedHold, 'toppedUp'>, toppedUp: number): FundedHold => ({
  holdId,
  amount,
  currency,
  toppedUp,
})

/** The least multiple of `step` that is at least `amount`; integers. */
export function roundUp(amount: number, step: number): number {
  const over = amount % step
  return over === 0 ? amount : amount + (step - over)
}

interface PullTerms {
  /** The member's. */
  readonly region: string | null
  /** The most that may be pulled at once, in minor units. */
  readonly max: number
}

export function fundHoldCommand(input: FundHold, terms: PullTerms): Command {
  const { memberId, topUpId, roundTo: _, ...hold } = input
  const { holdId, debit, credit, currency } = hold
  if (debit !== walletOf(memberId, currency)) throw new Error(`${debit} is no wallet of ${memberId} in ${currency}`)
  const reservationId = reservationOf(topUpId)
  return {
    type: 'money.fund-hold',
    keys: [
      ...[topUpKey(topUpId), topUpSagas.key(topUpId), holdKey(holdId), holdKey(reservationId)],
      ...accountsOf(hold),
      ...toppedUpBetween(memberId, currency),
    ],
    decide(states, context) {
      const before = askedBefore(input, states, context)
      if (before) return before
      const opening = [debit, credit].filter(isWallet).flatMap(wallet => open(states, wallet))
      const decision = decideHold(input, terms, following(states, opening), context)
      return isRefusal(decision) ? decision : { ...decision, messages: [...opening, ...decision.messages] }
    },
  }
}

/** Who asks knows its members: a wallet whose member has registered a moment ago is opened here. */
const isWallet = (account: string): boolean => account.startsWith('wallet:')

function decideHold(input: FundHold, terms: PullTerms, states: States, context: Context): Decision {
  const { memberId: _memberId, topUpId: _topUpId, roundTo: _roundTo, ...hold } = input
  const placed = place(states, hold)
  if (!isRefusal(placed)) return { ...placed, reply: funded(hold, 0) }
  if (placed.code !== 'insufficient_funds') return placed
  return fundFromBank(input, terms, states, context)
}

/** Reserves what the wallet has, and pulls the rest from the member's bank account. */
function fundFromBank(input: FundHold, { region, max }: PullTerms, states: States, context: Context): Decision {
  const { memberId, topUpId, roundTo, ...hold } = input
  const { debit, amount, currency } = hold
  const reserved = available(states.of(accountKey(debit)))
  const pulled = roundUp(amount - reserved, roundTo)
  const refusal = mayCross(pulled, currency, max)
  if (refusal) return refusal
  const { expiresAt: _expiresAt, ...whole } = hold
  const part = { ...whole, holdId: reservationOf(topUpId), amount: reserved, reference: topUpId }
  const setAside = reserved > 0 ? place(states, part) : accept([])
  if (isRefusal(setAside)) return setAside
  const started = beginTopUp({ topUpId, memberId, amount: pulled, currency, region }, hold, states, context)
  if (isRefusal(started)) return started
  const awaited = holdAwaited(topUpId, { hold, reserved, replyTo: context.message?.data.replyTo ?? null })
  return { ...started, messages: [...started.messages, awaited, ...setAside.messages], deferred: true }
}

/** Asked once more: the same answer, or the same wait for it. */
function askedBefore(asked: FundHold, states: States, context: Context): Decision | null {
  const { topUpId, holdId } = asked
  const topUp = states.of(topUpKey(topUpId))
  const hold = states.of(holdKey(holdId))
  switch (topUp.status) {
    case 'requested': {
      if (topUp.funding?.hold.holdId !== holdId) return refuse('hold_exists')
      const replyTo = context.message?.data.replyTo ?? null
      return accept([holdAwaited(topUpId, { ...topUp.funding, replyTo })], { deferred: true })
    }
    case 'returning':
    case 'failed':
      return refuse(topUp.reason ?? 'insufficient_funds')
    case 'none':
      return hold.status === 'none' ? null : heldBefore(asked, hold, topUp.amount)
    case 'succeeded':
      return hold.status === 'none' ? refuse('insufficient_funds') : heldBefore(asked, hold, topUp.amount)
  }
}

function heldBefore({ holdId, debit, credit, amount }: FundHold, hold: Hold, toppedUp: number): Decision {
  const isTheSame = hold.debit === debit && hold.credit === credit && hold.amount === amount
  if (!isTheSame) return refuse('hold_exists')
  return mustBePending(hold) ?? accept([], { reply: funded({ ...hold, holdId }, toppedUp) })
}
