/**
 * An account of the double-entry book: four totals, a normal side, a limit. Kept in typed tables of its own, what changes apart
 * from what does not; locked and saved set-wise, so that a hot account costs one row per batch however many transfers it is part of.
 */
import { hash } from 'node:crypto'
import {
  type AccountOpened,
  accountClosed,
  accountOpened,
  accountReopened,
  type HoldEnded,
  type HoldPlaced,
  holdExpired,
  holdPlaced,
  holdPosted,
  holdVoided,
  type Posting,
  transferred,
} from '../../contracts/money.ts'
import type { Aggregate, Head } from '../../platform/aggregate.ts'
import { plainArray, textArray } from '../../platform/array-literal.ts'
import type { Queryable, Writing } from '../../platform/database.ts'

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

/** What each transfer writes anew is as small as can be: a hundred thousand of them are in memory, and each is touched at random. */
export interface Account {
  readonly terms: AccountTerms
  readonly active: boolean
  readonly opened: boolean
  readonly debitsPosted: number
  readonly creditsPosted: number
  readonly debitsPending: number
  readonly creditsPending: number
}

export const accountKey = (id: string): string => `account:${id}`

/** See `migrations/005-narrow-totals.sql`. */
export const numberOf = (id: string): string => hash('sha256', id, 'buffer').readBigInt64BE().toString()

const unopened = (key: string): Account => {
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

function pend(account: Account, hold: HoldEnded, amount: number): Account {
  if (account.terms.id === hold.debit) return { ...account, debitsPending: account.debitsPending + amount }
  return { ...account, creditsPending: account.creditsPending + amount }
}

export function evolveAccount(account: Account, event: { type: string; data: unknown }): Account {
  switch (event.type) {
    case accountOpened.type:
      return { ...account, opened: true, terms: { ...account.terms, owner: (event.data as AccountOpened).owner } }
    case accountClosed.type:
      return { ...account, active: false }
    case accountReopened.type:
      return { ...account, active: true }
    case transferred.type:
      return post(account, event.data as Posting)
    case holdPlaced.type:
      return pend(account, event.data as HoldPlaced, (event.data as HoldPlaced).amount)
    case holdPosted.type: {
      const { posting, held } = event.data as { posting: Posting; held: number; holdId: string }
      return pend(post(account, posting), { ...posting, holdId: '' }, -held)
    }
    case holdVoided.type:
    case holdExpired.type:
      return pend(account, event.data as HoldEnded, -(event.data as HoldEnded).amount)
    default:
      return account
  }
}

const COLUMNS = `id, number::text, kind, owner, currency, normal_side as "normalSide", limited, active, version,
  debits_posted::float8 as "debitsPosted", credits_posted::float8 as "creditsPosted",
  debits_pending::float8 as "debitsPending", credits_pending::float8 as "creditsPending"`

type AccountRow = AccountTerms & Omit<Account, 'terms' | 'opened'> & { readonly version: number }

/** Field by field, in the order of `unopened`: so that there is one form of an account in memory, and the smallest. */
const stateOf = (row: AccountRow): Account => ({
  terms: {
    id: row.id,
    number: row.number,
    kind: row.kind,
    owner: row.owner,
    currency: row.currency,
    normalSide: row.normalSide === 'credit' ? 'credit' : 'debit',
    limited: row.limited,
  },
  active: row.active,
  opened: true,
  debitsPosted: row.debitsPosted,
  creditsPosted: row.creditsPosted,
  debitsPending: row.debitsPending,
  creditsPending: row.creditsPending,
})

/** Totals are read as float8, exact up to 2^53: nine quadrillion minor units. */
export async function loadAccounts(tx: Queryable, ids: readonly string[], lock: boolean): Promise<Head<Account>[]> {
  const { rows } = await tx.query<AccountRow>(
    `select ${COLUMNS} from account_terms join account_totals using (number)
     where id = any($1) order by id ${lock ? 'for update of account_totals' : ''}`,
    [textArray(ids, id => id)],
  )
  return rows.map(row => ({ key: accountKey(row.id), version: row.version, state: stateOf(row) }))
}

async function save(tx: Writing, heads: readonly Head<Account>[]): Promise<void> {
  const states = heads.map(head => head.state)
  const fresh = heads.filter(head => head.fresh).map(head => head.state.terms)
  await Promise.all([
    ...(fresh.length > 0 ? opening(tx, fresh) : []),
    tx.query(UPDATE, [
      plainArray(states, a => a.terms.number),
      plainArray(heads, h => h.version),
      plainArray(states, a => a.active),
      plainArray(states, a => a.debitsPosted),
      plainArray(states, a => a.creditsPosted),
      plainArray(states, a => a.debitsPending),
      plainArray(states, a => a.creditsPending),
    ]),
  ])
}

function opening(tx: Writing, fresh: readonly AccountTerms[]): Promise<unknown>[] {
  const numbers = plainArray(fresh, a => a.number)
  const terms = tx.query(INSERT_TERMS, [
    numbers,
    textArray(fresh, a => a.id),
    textArray(fresh, a => a.kind),
    textArray(fresh, a => a.owner),
    textArray(fresh, a => a.currency),
    textArray(fresh, a => a.normalSide),
  ])
  return [terms, tx.query(INSERT_TOTALS, [numbers, plainArray(fresh, a => a.limited)])]
}

const INSERT_TERMS = `
  insert into account_terms (number, id, kind, owner, currency, normal_side)
  select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])`

const INSERT_TOTALS = `
  insert into account_totals (number, limited) select * from unnest($1::bigint[], $2::boolean[])`

const UPDATE = `
  update account_totals set version = a.version, active = a.active, debits_posted = a.debits_posted,
    credits_posted = a.credits_posted, debits_pending = a.debits_pending, credits_pending = a.credits_pending
  from unnest($1::bigint[], $2::int[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
    as a(number, version, active, debits_posted, credits_posted, debits_pending, credits_pending)
  where account_totals.number = a.number`

export const account: Aggregate<Account> = {
  name: 'account',
  shape: 1,
  initial: unopened,
  evolve: evolveAccount,
  storage: {
    load: (from, keys, lock) =>
      loadAccounts(
        from,
        keys.map(key => key.slice('account:'.length)),
        lock,
      ),
    save,
  },
}
