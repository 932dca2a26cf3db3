/** What a top-up comes to, as its saga reports: credited, returned to the bank, or failed. */
import {
  bankAccount,
  type FundedHold,
  suspenseAccount,
  topUpFailed,
  topUpReturning,
  topUpSucceeded,
  walletOf,
} from '../../../contracts/money.ts'
import {
  type Accepted,
  accept,
  type Command,
  type Context,
  replyMessage,
  type States,
} from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { accountKey, accountsOf, following, holdKey, place, transferAll, voidHeld } from '../ledger/feature.ts'
import type { FailTopUp, Pulling } from './top-up.saga.ts'
import { factsOf, reservationOf, type TopUp, topUpKey } from './top-up.ts'

const accountsAt = ({ memberId, currency }: Pulling) => ({
  wallet: walletOf(memberId, currency),
  bank: bankAccount(currency),
  suspense: suspenseAccount(currency),
})

function keysOf(input: Pulling): string[] {
  const { topUpId, hold } = input
  const own = [topUpKey(topUpId), ...Object.values(accountsAt(input)).map(accountKey)]
  return hold ? [...own, holdKey(hold.holdId), holdKey(reservationOf(topUpId)), ...accountsOf(hold)] : own
}

type Answer = { ok: true; result: FundedHold } | { ok: false; refusal: Refusal }

/** Tells whoever waits for the hold. */
const answerTo = ({ funding }: TopUp, answer: Answer): NewMessage[] =>
  funding?.replyTo ? [replyMessage(funding.replyTo, answer)] : []

/** What the wallet had is no longer set aside. */
function release({ topUpId, funding }: TopUp, states: States): NewMessage[] {
  if (!funding || funding.reserved === 0) return []
  return [...written(voidHeld(states, reservationOf(topUpId))).messages]
}

/** The book cannot refuse this: a refusal would be a fault of ours. */
function written<T>(decision: T | Refusal): T {
  if (isRefusal(decision)) throw new Error(`the book refused what it must take: ${decision.code}`)
  return decision
}

/** The bank has paid: the wallet is credited, and what was set aside becomes the hold that was asked for. */
export function creditTopUp(input: Pulling): Command {
  const { topUpId, transferId: reference, amount, currency } = input
  const { wallet, bank } = accountsAt(input)
  return {
    type: 'money.credit-top-up',
    keys: keysOf(input),
    decide(states, context) {
      const topUp = states.of(topUpKey(topUpId))
      if (topUp.status === 'succeeded') return accept([])
      if (topUp.status !== 'requested') return refuse(topUp.reason ?? 'account_inactive')
      if (!states.of(accountKey(wallet)).active) return turnBack(topUp, input, states, context)
      const transferId = context.newId('trf')
      const credit = { transferId, kind: 'top-up', debit: bank, credit: wallet, amount, currency, reference }
      const credited = written(transferAll(states, [credit]))
      const succeeded = topUpSucceeded.of(topUpKey(topUpId), factsOf(topUp))
      const held = finishHold(topUp, credited, states)
      return { ...held, messages: [...credited, ...held.messages, succeeded] }
    },
  }
}

/** The hold in place of what was set aside. Should it be refused now, the money stays in the wallet. */
function finishHold(topUp: TopUp, credited: readonly NewMessage[], states: States): Accepted {
  const { funding, amount: toppedUp } = topUp
  if (!funding) return accept([])
  const { hold } = funding
  const released = release(topUp, states)
  const placed = place(following(states, [...credited, ...released]), hold)
  if (isRefusal(placed)) return accept([...released, ...answerTo(topUp, { ok: false, refusal: placed })])
  const { holdId, amount, currency } = hold
  const answer = answerTo(topUp, { ok: true, result: { holdId, amount, currency, toppedUp } })
  return { ...placed, messages: [...released, ...placed.messages, ...answer], reply: null }
}

/** The step is refused, but not without a trace: the money is booked to suspense until the bank has taken it back. */
function turnBack(topUp: TopUp, input: Pulling, states: States, context: Context): Accepted | Refusal {
  const refusal = refuse('account_inactive')
  const messages = [
    ...written(transferAll(states, [suspended(input, context)])),
    topUpReturning.of(topUpKey(topUp.topUpId), { ...factsOf(topUp), reason: refusal.code }),
    ...release(topUp, states),
    ...answerTo(topUp, { ok: false, refusal }),
  ]
  const replyTo = context.message?.data.replyTo
  return accept([...messages, ...(replyTo ? [replyMessage(replyTo, { ok: false, refusal })] : [])], { deferred: true })
}

const suspended = (input: Pulling, context: Context) => {
  const { bank, suspense } = accountsAt(input)
  const { amount, currency, transferId: reference } = input
  const transferId = context.newId('trf')
  return { transferId, kind: 'top-up-returning', debit: bank, credit: suspense, amount, currency, reference }
}

const givenBack = (input: Pulling, context: Context) => {
  const { bank, suspense } = accountsAt(input)
  const { amount, currency, refundId: reference } = input
  const transferId = context.newId('trf')
  return { transferId, kind: 'top-up-returned', debit: suspense, credit: bank, amount, currency, reference }
}

/** Everything is undone: the bank refused, or has taken its money back. Nothing stays set aside. */
export function failTopUp(input: FailTopUp): Command {
  return {
    type: 'money.fail-top-up',
    keys: keysOf(input),
    decide(states, context) {
      const topUp = states.of(topUpKey(input.topUpId))
      if (topUp.status !== 'requested' && topUp.status !== 'returning') return accept([])
      const came = input.wentBack && topUp.status === 'requested' ? [suspended(input, context)] : []
      const went = input.wentBack ? [givenBack(input, context)] : []
      const reason = topUp.reason ?? input.reason
      return accept([
        ...written(transferAll(states, [...came, ...went])),
        topUpFailed.of(topUpKey(topUp.topUpId), { ...factsOf(topUp), reason }),
        ...release(topUp, states),
        ...answerTo(topUp, { ok: false, refusal: refuse(reason) }),
      ])
    },
  }
}
