/** What went in and out of accounts, page by page. */
import type { Queryable } from '../../../platform/db/database.ts'
import { ofAccount, type Side } from './side.ts'

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

export interface TransactionsQuery {
  readonly accounts: readonly string[]
  /** The number that those asked for are below. */
  readonly before: number
  readonly from: string | null
  readonly to: string | null
  readonly limit: number
}

const page = (own: Side, other: Side, direction: 'in' | 'out'): string => `
  (select transfers.number::float8 as number, id, kind, '${direction}' as direction, ${other}_account as counterpart,
          amount::float8 as amount, currency, ${own}_after::float8 as balance, reference, memo, at
   from transfers
   where ${ofAccount(own, 'asked.account')} and ${STRETCH} <= ${STRETCH_BEFORE} and transfers.number < $2::bigint
     and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
   order by ${STRETCH} desc, transfers.number desc limit $5)`

/** Newest first, both directions; reads one row more than `limit` to tell whether there is a next page. */
export async function transactionsOf(read: Queryable, asked: TransactionsQuery): Promise<TransactionRow[]> {
  const { rows } = await read.query<TransactionRow>(
    `select t.* from unnest($1::text[]) as asked (account),
       lateral (${page('debit', 'credit', 'out')} union all ${page('credit', 'debit', 'in')}) as t
     order by number desc limit $5`,
    [asked.accounts, asked.before, asked.from, asked.to, asked.limit + 1],
  )
  return rows
}
