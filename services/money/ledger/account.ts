/** An account of the double-entry book: four totals, a normal side, a limit. */
import { hash } from 'node:crypto'
import {
  accountClosed,
  accountOpened,
  accountReopened,
  type HoldEnded,
  holdExpired,
  holdPlaced,
  holdPosted,
  holdVoided,
  type Posting,
  transferred,
} from '../../../contracts/money.ts'
import type { FactOf } from '../../../platform/kit/aggregate.ts'
import type { HeadKey } from '../../../platform/kit/head-key.ts'

/** What never changes of an account once it is open, as in the table `account_terms`. */
export interface AccountTerms {
  readonly id: string
  /** What its totals are found by: 64 bits, in decimals. */
  readonly number: string
  readonly kind: string
  readonly owner: string | null
  readonly currency: string
  readonly normalSide: 'debit' | 'credit'
  /** Debits, pending ones counted, may not exceed credits. */
  readonly limited: boolean
}

/** In minor units. */
export interface AccountTotals {
  readonly debitsPosted: number
  readonly creditsPosted: number
  readonly debitsPending: number
  readonly creditsPending: number
}

/** What each transfer writes anew is as small as can be: a hundred thousand of them are in memory, and each is touched at random. */
export interface Account extends AccountTotals {
  readonly terms: AccountTerms
  readonly active: boolean
  readonly opened: boolean
}

export const accountKey = (id: string): HeadKey<Account> => `account:${id}`

export type AccountKeys = [debit: HeadKey<Account>, credit: HeadKey<Account>]

/** The keys of two accounts, that of the debited one first: what a command names. */
export const accountsOf = (between: { readonly debit: string; readonly credit: string }): AccountKeys => [
  accountKey(between.debit),
  accountKey(between.credit),
]

/** See `../migrations/005-narrow-totals.sql`. */
export const numberOf = (id: string): string => hash('sha256', id, 'buffer').readBigInt64BE().toString()

export const unopenedAccount = (key: string): Account => {
  const id = key.slice('account:'.length)
  const [kind = '', second = ''] = id.split(':')
  return {
    terms: {
      id,
      number: numberOf(id),
      kind,
      owner: kind === 'wallet' ? second : null,
      currency: id.slice(id.lastIndexOf(':') + 1),
      normalSide: 'credit',
      limited: kind === 'wallet',
    },
    active: true,
    opened: false,
    debitsPosted: 0,
    creditsPosted: 0,
    debitsPending: 0,
    creditsPending: 0,
  }
}

/** Posted balance on the account's normal side, in minor units. */
export const balance = (account: Account): number =>
  account.terms.normalSide === 'credit'
    ? account.creditsPosted - account.debitsPosted
    : account.debitsPosted - account.creditsPosted

/** What may still be taken from a limited account: its balance without what is held. */
export const available = (account: Account): number => balance(account) - account.debitsPending

function post(account: Account, posting: Posting): Account {
  if (account.terms.id === posting.debit) return { ...account, debitsPosted: account.debitsPosted + posting.amount }
  return { ...account, creditsPosted: account.creditsPosted + posting.amount }
}

function pend(account: Account, hold: Pick<HoldEnded, 'debit'>, amount: number): Account {
  if (account.terms.id === hold.debit) return { ...account, debitsPending: account.debitsPending + amount }
  return { ...account, creditsPending: account.creditsPending + amount }
}

export const accountEvents = [
  accountOpened,
  accountClosed,
  accountReopened,
  transferred,
  holdPlaced,
  holdPosted,
  holdVoided,
  holdExpired,
] as const

export function evolveAccount(account: Account, event: FactOf<(typeof accountEvents)[number]>): Account {
  switch (event.type) {
    case accountOpened.type:
      return { ...account, opened: true, terms: { ...account.terms, owner: event.data.owner } }
    case accountClosed.type:
      return { ...account, active: false }
    case accountReopened.type:
      return { ...account, active: true }
    case transferred.type:
      return post(account, event.data)
    case holdPlaced.type:
      return pend(account, event.data, event.data.amount)
    case holdPosted.type: {
      const { posting, held } = event.data
      return pend(post(account, posting), posting, -held)
    }
    case holdVoided.type:
    case holdExpired.type:
      return pend(account, event.data, -event.data.amount)
  }
}
