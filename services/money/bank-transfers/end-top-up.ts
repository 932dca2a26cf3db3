/** What a top-up comes to, as its saga reports: credited, returned to the bank, or failed. */
import {
  bankAccount,
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
  replyIfAwaited,
  type States,
} from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import {
  accountKey,
  accountsOf,
  following,
  holdKey,
  place,
  type Transfer,
  transferAll,
  voidHeld,
} from '../ledger/feature.ts'
import { funded } from './fund-hold.ts'
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
  const { topUpId, transferId: reference } = input
  const { wallet, bank } = accountsAt(input)
  return {
    type: 'money.credit-top-up',
    keys: keysOf(input),
    decide(states, context) {
      const topUp = states.of(topUpKey(topUpId))
      if (topUp.status === 'succeeded') return accept([])
      if (topUp.status !== 'requested') return refuse(topUp.reason ?? 'account_inactive')
      if (!states.of(accountKey(wallet)).active) return turnBack(topUp, input, states, context)
      const credit = transferOf(input, { kind: 'top-up', debit: bank, credit: wallet, reference }, context)
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
  const { hold, replyTo } = funding
  const released = release(topUp, states)
  const placed = place(following(states, [...credited, ...released]), hold)
  if (isRefusal(placed)) return accept([...released, ...replyIfAwaited(replyTo, placed)])
  const answer = replyIfAwaited(replyTo, funded(hold, toppedUp))
  return { ...placed, messages: [...released, ...placed.messages, ...answer], reply: null }
}

/** The step is refused, but not without a trace: the money is booked to suspense until the bank has taken it back. */
function turnBack(topUp: TopUp, input: Pulling, states: States, context: Context): Accepted | Refusal {
  const refusal = refuse('account_inactive')
  const messages = [
    ...written(transferAll(states, [suspended(input, context)])),
    topUpReturning.of(topUpKey(topUp.topUpId), { ...factsOf(topUp), reason: refusal.code }),
    ...release(topUp, states),
    ...replyIfAwaited(topUp.funding?.replyTo, refusal),
    ...replyIfAwaited(context.message?.data.replyTo, refusal),
  ]
  return accept(messages, { deferred: true })
}

const transferOf = (
  { amount, currency }: Pulling,
  { kind, ...between }: Pick<Transfer, 'kind' | 'debit' | 'credit' | 'reference'>,
  context: Context,
): Transfer => ({ transferId: context.newId('trf'), kind, ...between, amount, currency })

const suspended = (input: Pulling, context: Context): Transfer => {
  const { bank, suspense } = accountsAt(input)
  const reference = input.transferId
  return transferOf(input, { kind: 'top-up-returning', debit: bank, credit: suspense, reference }, context)
}

const givenBack = (input: Pulling, context: Context): Transfer => {
  const { bank, suspense } = accountsAt(input)
  const reference = input.refundId
  return transferOf(input, { kind: 'top-up-returned', debit: suspense, credit: bank, reference }, context)
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
        ...replyIfAwaited(topUp.funding?.replyTo, refuse(reason)),
      ])
    },
  }
}
