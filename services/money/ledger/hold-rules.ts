/**
 * The rules of holds, pure: place, post, void, expire. An amount is pending first, and then posted (whole or in part), voided
 * or expired.
 */
import {
  expireHold,
  type HoldEnded,
  holdExpired,
  holdPlaced,
  holdPosted,
  holdVoided,
  type placeHold,
  type postHold,
} from '../../../contracts/money.ts'
import { type Accepted, accept, type Context, type Decision, type States } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { accountKey, accountsOf } from './account.ts'
import { type Hold, type HoldStatus, holdKey } from './hold.ts'
import { admit, assertAmount, following, mayBegin, postingOf, transferAll } from './transfer.ts'

export type HoldRequest = DataOf<typeof placeHold>

const expiryTimer = (holdId: string): string => `hold/${holdId}`

/** Sets an amount aside. Placing the same hold again is refused as `hold_exists`. */
export function place(states: States, request: HoldRequest): Decision {
  const { holdId, debit: from, credit: to, amount, currency, reference } = request
  if (states.of(holdKey(holdId)).status !== 'none') return refuse('hold_exists')
  const debit = states.of(accountKey(from))
  const credit = states.of(accountKey(to))
  if (!debit.active) return refuse('account_inactive')
  if (!credit.active) return refuse('recipient_inactive')
  const refusal = admit(debit, credit, amount, currency) ?? mayBegin(states, accountsOf(request), request)
  if (refusal) return refusal
  const expiresAt = request.expiresAt ?? null
  const placed = { holdId, debit: from, credit: to, amount, currency, reference, expiresAt }
  return accept([holdPlaced.of(holdKey(holdId), placed, accountsOf(request))], {
    reply: { holdId, amount, currency },
    ...(expiresAt && {
      setTimers: [expireHold.timer(expiryTimer(holdId), new Date(expiresAt), { holdId, debit: from, credit: to })],
    }),
  })
}

type PostHold = Omit<DataOf<typeof postHold>, 'debit' | 'credit'>

/** The hold's rest is released when `amount` is less than what was held. */
export function postHeld(states: States, request: PostHold, context: Context): Accepted | Refusal {
  const { holdId, kind = 'payment', linked = [] } = request
  const hold = states.of(holdKey(holdId))
  const over = mustBePending(hold)
  if (over) return over
  const { currency, debit, credit, reference: held } = hold
  const amount = request.amount ?? hold.amount
  assertAmount(amount)
  if (amount > hold.amount) return refuse('hold_exceeded', { held: hold.amount })
  const payee = states.of(accountKey(credit))
  if (!payee.active) return refuse('recipient_inactive')
  const transferId = context.newId('trf')
  const reference = request.reference ?? held
  const asked = { transferId, kind, debit, credit, amount, currency, reference }
  const posting = postingOf(asked, states.of(accountKey(debit)), payee)
  const posted = holdPosted.of(holdKey(holdId), { holdId, held: hold.amount, posting }, accountsOf(hold))
  const others = transferAll(following(states, [posted]), linked)
  if (isRefusal(others)) return others
  return accept([posted, ...others], { reply: { transferId, amount, currency }, ...clearing(hold, holdId) })
}

/** Voiding what is already voided or expired changes nothing; voiding what was posted is refused. */
export function voidHeld(states: States, holdId: string): Decision {
  const hold = states.of(holdKey(holdId))
  if (hold.status === 'voided' || hold.status === 'expired') return accept([], { reply: { status: hold.status } })
  const over = mustBePending(hold)
  if (over) return over
  return accept([holdVoided.of(holdKey(holdId), endOf(hold, holdId), accountsOf(hold))], {
    reply: { status: 'voided' },
    ...clearing(hold, holdId),
  })
}

/** The hold's time is over. A hold that ended otherwise is left as it is. */
export function expireHeld(states: States, holdId: string, now: Date): Decision {
  const hold = states.of(holdKey(holdId))
  if (hold.status !== 'pending' || hold.expiresAt === null || new Date(hold.expiresAt) > now) return accept([])
  return accept([holdExpired.of(holdKey(holdId), endOf(hold, holdId), accountsOf(hold))])
}

const OVER = {
  none: 'hold_unknown',
  posted: 'hold_already_posted',
  voided: 'hold_already_voided',
  expired: 'hold_expired',
} as const satisfies Record<Exclude<HoldStatus, 'pending'>, string>

export const mustBePending = ({ status }: Hold): Refusal | null => (status === 'pending' ? null : refuse(OVER[status]))

const endOf = ({ debit, credit, amount, currency }: Hold, holdId: string): HoldEnded => ({
  holdId,
  debit,
  credit,
  amount,
  currency,
})

const clearing = (hold: Hold, holdId: string) => (hold.expiresAt ? { clearTimers: [expiryTimer(holdId)] } : {})
