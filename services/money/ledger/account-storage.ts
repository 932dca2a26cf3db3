/**
 * Accounts in their tables, what changes apart from what does not; locked and saved set-wise, so that a hot account costs one row
 * per batch however many transfers it is part of.
 */
import { plainArray, textArray } from '../../../platform/db/array-literal.ts'
import type { Queryable, Writing } from '../../../platform/db/database.ts'
import { newestRows } from '../../../platform/db/newest-rows.ts'
import { defineAggregate, type Head } from '../../../platform/kit/aggregate.ts'
import {
  type Account,
  type AccountTerms,
  accountEvents,
  accountKey,
  accountsOf,
  evolveAccount,
  unopenedAccount,
} from './account.ts'

const COLUMNS = `id, number::text, kind, owner, currency, normal_side as "normalSide", limited, active, version::float8 as version,
  debits_posted::float8 as "debitsPosted", credits_posted::float8 as "creditsPosted",
  debits_pending::float8 as "debitsPending", credits_pending::float8 as "creditsPending"`

type AccountRow = AccountTerms & Omit<Account, 'terms' | 'opened'> & { readonly version: number }

/** Field by field, in the order of `unopenedAccount`: so that there is one form of an account in memory, and the smallest. */
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

/** Pages of transfers that are looked through at once for accounts that were used lately, some 30 transfers each; and in all. */
const PAGES_AT_ONCE = 8
const PAGES_MAX = 4_096

async function* usedLately(from: Queryable): AsyncGenerator<readonly string[]> {
  const newest = {
    table: 'transfers',
    columns: 'debit_account as debit, credit_account as credit',
    step: PAGES_AT_ONCE,
    pagesMax: PAGES_MAX,
  }
  for await (const rows of newestRows<{ debit: string; credit: string }>(from, newest)) yield rows.flatMap(accountsOf)
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
  from unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
    as a(number, version, active, debits_posted, credits_posted, debits_pending, credits_pending)
  where account_totals.number = a.number`

export const account = defineAggregate({
  name: 'account',
  shape: 1,
  initial: unopenedAccount,
  events: accountEvents,
  evolve: evolveAccount,
  storage: {
    load: (from, keys, lock) =>
      loadAccounts(
        from,
        keys.map(key => key.slice('account:'.length)),
        lock,
      ),
    save,
    usedLately,
  },
})
