/**
 * The ledger's rules, pure: open, transfer, hold, post, void, expire. The model is two-phase double entry: a transfer is
 * posted at once, or an amount is pending first and then posted (whole or in part), voided or expired.
 */
import {
  accountOpened,
  expireHold,
  type HoldEnded,
  holdExpired,
  holdPlaced,
  holdPosted,
  holdVoided,
  type Posting,
  type placeHold,
  transferred,
} from '../../contracts/money.ts'
import { isFactOf } from '../../platform/kit/aggregate.ts'
import {
  type Accepted,
  accept,
  type Context,
  type Decision,
  type States,
  statesWith,
} from '../../platform/kit/command.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import {
  type Account,
  type AccountKeys,
  accountEvents,
  accountKey,
  accountsOf,
  available,
  balance,
  evolveAccount,
} from './account.ts'
import { type Hold, holdKey } from './hold.ts'

export interface Transfer {
  readonly transferId: string
  readonly kind: string
  readonly debit: string
  readonly credit: string
  /** Minor units, at least 1. */
  readonly amount: number
  readonly currency: string
  readonly reference?: string | null
  readonly memo?: string | null
}

const isAccountKey = (key: string): boolean => key.startsWith('account:')

function assertAmount(amount: number): void {
  if (!Number.isSafeInteger(amount) || amount < 1) throw new Error(`not an amount of minor units: ${amount}`)
}

/** Whether the two accounts may take this: both open, one currency, and the debited one not past its limit. */
function admit(debit: Account, credit: Account, amount: number, currency: string): Refusal | null {
  assertAmount(amount)
  if (!debit.opened || !credit.opened) {
    return refuse('account_unknown', { account: (debit.opened ? credit : debit).terms.id })
  }
  if (debit.terms.currency !== currency || credit.terms.currency !== currency)
    return refuse('currency_mismatch', { currency })
  if (debit.terms.limited && available(debit) < amount)
    return refuse('insufficient_funds', { available: available(debit) })
  return null
}

function after(account: Account, side: 'debit' | 'credit', amount: number): number {
  const balanceAfter = balance(account) + (account.terms.normalSide === side ? amount : -amount)
  if (!Number.isSafeInteger(balanceAfter))
    throw new Error(`the balance of ${account.terms.id} would not be exact any more`)
  return balanceAfter
}

function postingOf(transfer: Transfer, debit: Account, credit: Account): Posting {
  const { reference = null, memo = null, ...rest } = transfer
  return {
    ...rest,
    reference,
    memo,
    debitAfter: after(debit, 'debit', transfer.amount),
    creditAfter: after(credit, 'credit', transfer.amount),
  }
}

/** One transfer between two accounts, at once. Refusals: account_unknown, currency_mismatch, insufficient_funds. */
export function transfer(
  states: States,
  request: Transfer,
  keys: AccountKeys = accountsOf(request),
): NewMessage<Posting> | Refusal {
  const debit = states.of(keys[0])
  const credit = states.of(keys[1])
  const refusal = admit(debit, credit, request.amount, request.currency)
  if (refusal) return refusal
  const posting = postingOf(request, debit, credit)
  return transferred.of(`transfer:${request.transferId}`, posting, keys)
}

const isAccountFact = isFactOf(accountEvents)

/** The accounts as these entries leave them, for what the same decision writes next. */
export function following(states: States, entries: readonly NewMessage[]): States {
  const accounts = new Map<string, Account>()
  for (const entry of entries.filter(isAccountFact)) {
    for (const key of [entry.stream, ...(entry.touches ?? [])].filter(isAccountKey)) {
      accounts.set(key, evolveAccount(accounts.get(key) ?? states.of(key), entry))
    }
  }
  return statesWith(states, accounts)
}

/** Several transfers, each on the accounts as the one before it leaves them; one that is refused refuses all. */
export function transferAll(states: States, requests: readonly Transfer[]): NewMessage[] | Refusal {
  const entries: NewMessage[] = []
  for (const request of requests) {
    const entry = transfer(following(states, entries), request)
    if (isRefusal(entry)) return entry
    entries.push(entry)
  }
  return entries
}

/** Opens an account; one that is open stays as it is. A wallet's owner is in its name. */
export function open(states: States, id: string, owner?: string): NewMessage[] {
  const account = states.of(accountKey(id))
  if (account.opened) return []
  const { kind, currency, owner: named } = account.terms
  return [accountOpened.of(accountKey(id), { account: id, kind, owner: owner ?? named, currency })]
}

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
  const refusal = admit(debit, credit, amount, currency)
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

export interface PostHold {
  readonly holdId: string
  /** All of the hold, unless said. */
  readonly amount?: number | undefined
  readonly kind?: string | undefined
  /** The hold's, unless said. */
  readonly reference?: string | undefined
  /** Posted together with the hold or not at all. */
  readonly linked?: readonly Transfer[] | undefined
}

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

export function mustBePending(hold: Hold): Refusal | null {
  switch (hold.status) {
    case 'pending':
      return null
    case 'none':
      return refuse('hold_unknown')
    case 'posted':
      return refuse('hold_already_posted')
    case 'voided':
      return refuse('hold_already_voided')
    case 'expired':
      return refuse('hold_expired')
  }
}

const endOf = ({ debit, credit, amount, currency }: Hold, holdId: string): HoldEnded => ({
  holdId,
  debit,
  credit,
  amount,
  currency,
})

const clearing = (hold: Hold, holdId: string) => (hold.expiresAt ? { clearTimers: [expiryTimer(holdId)] } : {})
