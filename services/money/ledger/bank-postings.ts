/** What the book says of the bank, for whoever holds it against the bank's own statement. */
import type { BankPosting } from '../../../contracts/money.ts'
import type { Queryable } from '../../../platform/db/database.ts'

/** Postings of one question; a span with more has to be asked in parts. */
export const POSTINGS_MAX = 50_000

/** Postings of a span of time, `until` excluded, oldest first. */
export async function bankPostingsOf(read: Queryable, span: { from: string; until: string }): Promise<BankPosting[]> {
  const { rows } = await read.query<Omit<BankPosting, 'at'> & { at: Date }>(
    `select id as "transferId", case when debit_account like 'bank:%' then 'in' else 'out' end as direction,
            amount::float8 as amount, currency, reference, at
     from transfers where (debit_account like 'bank:%' or credit_account like 'bank:%') and at >= $1 and at < $2
     order by at, id limit ${POSTINGS_MAX + 1}`,
    [span.from, span.until],
  )
  if (rows.length > POSTINGS_MAX) throw new Error(`more than ${POSTINGS_MAX} postings of the bank in one span`)
  return rows.map(row => ({ ...row, at: row.at.toISOString() }))
}
