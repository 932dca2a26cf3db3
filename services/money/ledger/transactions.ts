/** Reads the table of transfers: what went in and out of accounts, page by page, and what the bank's accounts were part of. */
import { type BankPosting, type Posting, transferred } from '../../../contracts/money.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { type Sql, select, sql, verbatim } from '../../../platform/db/sql.ts'
import type { PageRequest } from '../../../platform/http/routes/list.ts'
import { listEvents } from '../../../platform/service/list-events.ts'

export type Side = 'debit' | 'credit'

export const accountOf = (side: Side): Sql => verbatim(`${side}_account`)

/**
 * One side of an account's transfers, by the index on the hash of its name. The name is compared too, for hashes collide; and
 * as a function, because the planner takes `=` for a second condition that few rows meet, and then reads and sorts all that
 * a busy account ever did instead of following the index until a page is full.
 */
export const ofAccount = (side: Side, account: Sql | string): Sql =>
  sql`hashtext(${accountOf(side)}) = hashtext(${account}) and texteq(${accountOf(side)}, ${account})`

/** The stretch of numbers that the indexes are sorted by first; see `../migrations/004-transfers-in-stretches.sql`. */
const STRETCH = '(transfers.number >> 18)::integer'
/** Of the number `$2`, which may be beyond all stretches. */
const STRETCH_BEFORE = 'least($2::bigint >> 18, 2147483647)::integer'

export interface TransactionRow {
  /** Its place in the order in which transfers were posted. */
  readonly number: number
  readonly id: string
  readonly kind: string
  readonly direction: 'in' | 'out'
  readonly counterpart: string
  readonly amount: number
  readonly currency: string
  readonly balance: number
  readonly reference: string | null
  readonly memo: string | null
  readonly at: Date
}

export interface TransactionsQuery extends PageRequest<number> {
  readonly accounts: readonly string[]
  readonly from: string | null
  readonly to: string | null
  readonly kind?: string | null
  readonly direction?: TransactionRow['direction'] | null
}

/** No transfer has it; the server counts further than a number here can. */
export const NUMBER_MAX = Number.MAX_SAFE_INTEGER

const columns = (own: Side, other: Side, direction: TransactionRow['direction']): string => `
  transfers.number::float8 as number, id, kind, '${direction}' as direction, ${other}_account as counterpart,
  amount::float8 as amount, currency, ${own}_after::float8 as balance, reference, memo, at`

/** An account's transfers in one direction, by the account `asked.account`. */
const side = (own: Side, other: Side, direction: TransactionRow['direction']) => ({
  columns: columns(own, other, direction),
  where: ofAccount(own, verbatim('asked.account')).text,
})
const SIDES = { out: side('debit', 'credit', 'out'), in: side('credit', 'debit', 'in') } as const

const page = (direction: TransactionRow['direction']): string => `
  (select ${SIDES[direction].columns}
   from transfers
   where ${SIDES[direction].where} and ${STRETCH} <= ${STRETCH_BEFORE}
     and transfers.number < $2::bigint
     and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
     and ($6::text is null or kind = $6)
   order by ${STRETCH} desc, transfers.number desc limit $5)`

const pagesOf = (...parts: readonly string[]): string => `select t.* from unnest($1::text[]) as asked (account),
    lateral (${parts.join(' union all ')}) as t
  order by number desc limit $5`

/** Each is one text, whose plan is held to a cost by a test: each value is one parameter, wherever it stands. */
const PAGES = { both: pagesOf(page('out'), page('in')), out: pagesOf(page('out')), in: pagesOf(page('in')) } as const

/** Newest first. */
export async function transactionsOf(read: Queryable, asked: TransactionsQuery): Promise<TransactionRow[]> {
  const { accounts, after, from, to, limit, kind = null, direction } = asked
  const values = [accounts, after ?? NUMBER_MAX, from, to, limit, kind]
  return (await read.query<TransactionRow>(PAGES[direction ?? 'both'], values)).rows
}

const one = (direction: TransactionRow['direction']): string =>
  `(select ${SIDES[direction].columns} from transfers where ${SIDES[direction].where} and id = $2 limit 1)`

const ONE = `select t.* from unnest($1::text[]) as asked (account),
    lateral (${one('out')} union all ${one('in')}) as t limit 1`

/** One of these accounts' transfers by its id, which is in no index: it is looked for among all that the accounts did. */
export async function transactionOf(read: Queryable, accounts: readonly string[], id: string) {
  const { rows } = await read.query<TransactionRow>(ONE, [accounts, id])
  return rows[0] ?? null
}

/** What was posted at once under this id. The table has no index on ids, but the transfer is the first event of its stream. */
export async function postedAs(read: Queryable, transferId: string): Promise<(Posting & { readonly at: Date }) | null> {
  const [event] = await listEvents(read, `transfer:${transferId}`, [transferred], { after: null, limit: 1 })
  return event ? { ...event.data, at: event.at } : null
}

/** Postings of one question; a span with more has to be asked in parts. */
const POSTINGS_MAX = 50_000

/** Postings of the bank in a span of time, `until` excluded, oldest first. */
export async function bankPostingsOf(read: Queryable, span: { from: string; until: string }): Promise<BankPosting[]> {
  const rows = await select<Omit<BankPosting, 'at'> & { at: Date }>(
    read,
    sql`select id as "transferId", case when debit_account like 'bank:%' then 'in' else 'out' end as direction,
               amount::float8 as amount, currency, reference, at
        from transfers
        where (debit_account like 'bank:%' or credit_account like 'bank:%')
          and at >= ${span.from} and at < ${span.until}
        order by at, id limit ${POSTINGS_MAX + 1}`,
  )
  if (rows.length > POSTINGS_MAX) throw new Error(`more than ${POSTINGS_MAX} postings of the bank in one span`)
  return rows.map(row => ({ ...row, at: row.at.toISOString() }))
}
