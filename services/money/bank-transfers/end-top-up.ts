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

/** Between which accounts the book moves a top-up, and after which transfer at the bank. */
const POSTINGS = {
  'top-up': { debit: 'bank', credit: 'wallet', reference: 'transferId' },
  'top-up-returning': { debit: 'bank', credit: 'suspense', reference: 'transferId' },
  'top-up-returned': { debit: 'suspense', credit: 'bank', reference: 'refundId' },
} as const

function transferOf(kind: keyof typeof POSTINGS, input: Pulling, context: Context): Transfer {
  const { debit, credit, reference } = POSTINGS[kind]
  const { [debit]: from, [credit]: to } = accountsAt(input)
  const { amount, currency } = input
  const transferId = context.newId('trf')
  return { transferId, kind, debit: from, credit: to, amount, currency, reference: input[reference] }
}

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
  const { topUpId } = input
  return {
    type: 'money.credit-top-up',
    keys: keysOf(input),
    decide(states, context) {
      const topUp = states.of(topUpKey(topUpId))
      if (topUp.status === 'succeeded') return accept([])
      if (topUp.status !== 'requested') return refuse(topUp.reason ?? 'account_inactive')
      if (!states.of(accountKey(accountsAt(input).wallet)).active) return turnBack(topUp, input, states, context)
      const credited = written(transferAll(states, [transferOf('top-up', input, context)]))
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
    ...written(transferAll(states, [transferOf('top-up-returning', input, context)])),
    topUpReturning.of(topUpKey(topUp.topUpId), { ...factsOf(topUp), reason: refusal.code }),
    ...release(topUp, states),
    ...replyIfAwaited(topUp.funding?.replyTo, refusal),
    ...replyIfAwaited(context.message?.data.replyTo, refusal),
  ]
  return accept(messages, { deferred: true })
}

/** Everything is undone: the bank refused, or has taken its money back. Nothing stays set aside. */
export function failTopUp(input: FailTopUp): Command {
  return {
    type: 'money.fail-top-up',
    keys: keysOf(input),
    decide(states, context) {
      const topUp = states.of(topUpKey(input.topUpId))
      if (topUp.status !== 'requested' && topUp.status !== 'returning') return accept([])
      const came =
        input.wentBack && topUp.status === 'requested' ? [transferOf('top-up-returning', input, context)] : []
      const went = input.wentBack ? [transferOf('top-up-returned', input, context)] : []
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
