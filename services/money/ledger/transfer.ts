/** Opening accounts, and transfers between two that are posted at once: the rules, pure. */
import { accountOpened, type Posting, transferred } from '../../../contracts/money.ts'
import type { Money } from '../../../platform/http/routes/amount.ts'
import { isFactOf } from '../../../platform/kit/aggregate.ts'
import { type States, statesWith } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
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
import { begunMax, roomFor, totalMax } from './room.ts'

/** The amount is at least 1. */
export type Transfer = Omit<Posting, 'debitAfter' | 'creditAfter' | 'reference' | 'memo'> &
  Partial<Pick<Posting, 'reference' | 'memo'>>

const isAccountKey = (key: string): boolean => key.startsWith('account:')

export function assertAmount(amount: number): void {
  if (!Number.isSafeInteger(amount) || amount < 1) throw new Error(`not an amount of minor units: ${amount}`)
}

/** Whether the two accounts may take this: both open, one currency, room for it, and the debited one not past its limit. */
export function admit(debit: Account, credit: Account, amount: number, currency: string): Refusal | null {
  assertAmount(amount)
  return (
    mustBeOpen(debit, credit) ??
    mustBeIn(currency, debit, credit) ??
    roomFor({ debit, credit, amount, currency }, totalMax(currency)) ??
    mustHave(debit, amount)
  )
}

function mustBeOpen(debit: Account, credit: Account): Refusal | null {
  // A wallet that is not open yet has nothing in it.
  if (!debit.opened && debit.terms.limited) return refuse('insufficient_funds', { available: 0 })
  const closed = [debit, credit].find(({ opened }) => !opened)
  return closed ? refuse('account_unknown', { account: closed.terms.id }) : null
}

const mustBeIn = (currency: string, debit: Account, credit: Account): Refusal | null =>
  debit.terms.currency === currency && credit.terms.currency === currency
    ? null
    : refuse('currency_mismatch', { currency })

const mustHave = (debit: Account, amount: number): Refusal | null =>
  debit.terms.limited && available(debit) < amount
    ? refuse('insufficient_funds', { available: available(debit) })
    : null

/** A difference of totals, so it is within their limit. */
const after = (account: Account, side: 'debit' | 'credit', amount: number): number =>
  balance(account) + (account.terms.normalSide === side ? amount : -amount)

export function postingOf(transfer: Transfer, debit: Account, credit: Account): Posting {
  const { reference = null, memo = null, ...rest } = transfer
  return {
    ...rest,
    reference,
    memo,
    debitAfter: after(debit, 'debit', transfer.amount),
    creditAfter: after(credit, 'credit', transfer.amount),
  }
}

/**
 * One transfer between two accounts, at once. Refusals: account_unknown, currency_mismatch, insufficient_funds,
 * ledger_limit.
 */
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

/** Whether people may begin to move this between two accounts, named by their keys. Refusal: ledger_limit. */
export function mayBegin(states: States, [from, to]: AccountKeys, { amount, currency }: Money): Refusal | null {
  return roomFor({ debit: states.of(from), credit: states.of(to), amount, currency }, begunMax(currency))
}

/** Opens an account; one that is open stays as it is. A wallet's owner is in its name. */
export function open(states: States, id: string, owner?: string): NewMessage[] {
  const account = states.of(accountKey(id))
  if (account.opened) return []
  const { kind, currency, owner: named } = account.terms
  return [accountOpened.of(accountKey(id), { account: id, kind, owner: owner ?? named, currency })]
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
