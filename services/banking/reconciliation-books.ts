/** Gathers the three books of one business date: our own list, the bank's statement, and the ledger's postings. */
import { type BankPosting, bankPostings } from '../../contracts/money.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import { endOf, startOf } from '../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import type { Bank } from './bank.ts'
import { type OwnTransfer, transferOf } from './reconciliation.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A posting that comes late, because its saga was stuck, is looked for on so many days after. */
const LATE_DAYS_MAX = 31

interface Span {
  readonly from_ms: number
  readonly until_ms: number
}

/** Refusal: bank_unavailable. */
export async function booksOf(context: ServiceContext, bank: Bank, date: string) {
  const answer = await bank.statement(date)
  if (answer.kind !== 'done') return refuse('bank_unavailable')
  const statement = answer.value
  const day = { from_ms: startOf(date).getTime(), until_ms: endOf(date).getTime() }
  const ids = statement.lines.flatMap(line => transferOf(line) ?? [])
  const own = await ownTransfers(context.read, day, ids)
  const postings = await postingsOf(context, day, own)
  return { books: { own, lines: statement.lines, postings }, statement }
}

function ownTransfers(read: Queryable, { from_ms, until_ms }: Span, ids: readonly string[]) {
  const [from, until] = [new Date(from_ms), new Date(until_ms)]
  return select<OwnTransfer>(
    read,
    sql`select t.id as "transferId", t.status, h.state ->> 'direction' as direction,
               (h.state ->> 'amount')::float8 as amount
        from transfers t join heads h on h.stream = 'bank-transfer:' || t.id
        where (t.booked_at >= ${from} and t.booked_at < ${until})
          or (t.status in ('requested', 'unknown') and t.requested_at >= ${from} and t.requested_at < ${until})
          or t.id = any(${ids})
        order by t.id`,
  )
}

/** Postings of the day that belong to no other day's transfer, and those of this day's transfers, also when late. */
async function postingsOf(context: ServiceContext, day: Span, own: readonly OwnTransfer[]): Promise<BankPosting[]> {
  const ofDay = new Set(own.map(({ transferId }) => transferId))
  // The bank's clock may be ahead of ours.
  const near = await postingsIn(context, { ...day, from_ms: day.from_ms - HOUR_MS })
  const elsewhere = await completedElsewhere(context.read, near, ofDay)
  const belongs = ({ reference, at }: BankPosting): boolean =>
    Date.parse(at) < day.from_ms
      ? reference !== null && ofDay.has(reference)
      : reference === null || !elsewhere.has(reference)
  const found = near.filter(belongs)
  const missing = new Set(own.flatMap(({ transferId, status }) => (status === 'completed' ? [transferId] : [])))
  for (const { reference } of found) if (reference !== null) missing.delete(reference)
  return [...found, ...(await latePostings(context, day.until_ms, missing))]
}

/** Postings of the missing transfers in the days after; those that are found leave `missing`. */
async function latePostings(context: ServiceContext, after_ms: number, missing: Set<string>): Promise<BankPosting[]> {
  const now_ms = context.ports.clock.now().getTime()
  const found: BankPosting[] = []
  for (let days = 0; days < LATE_DAYS_MAX && missing.size > 0; days += 1) {
    const from_ms = after_ms + days * DAY_MS
    if (from_ms > now_ms) break
    const postings = await postingsIn(context, { from_ms, until_ms: from_ms + DAY_MS })
    found.push(...postings.filter(({ reference }) => reference !== null && missing.delete(reference)))
  }
  return found
}

/** Asked hour by hour: the book gives a limited number at a time. */
async function postingsIn(context: ServiceContext, { from_ms, until_ms }: Span): Promise<BankPosting[]> {
  const found: BankPosting[] = []
  for (let hour_ms = from_ms; hour_ms < until_ms; hour_ms += HOUR_MS) {
    const [from, until] = [new Date(hour_ms).toISOString(), new Date(hour_ms + HOUR_MS).toISOString()]
    found.push(...(await context.rpc.call(bankPostings, { from, until })).postings)
  }
  return found.filter(({ currency }) => currency === 'KRW')
}

/** Of what is posted, the transfers that the bank completed on another day: that day's report has them. */
async function completedElsewhere(
  read: Queryable,
  postings: readonly BankPosting[],
  ofDay: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const others = postings.flatMap(({ reference }) => (reference !== null && !ofDay.has(reference) ? [reference] : []))
  const rows = await select<{ id: string }>(
    read,
    sql`select id from transfers where id = any(${others}) and status = 'completed'`,
  )
  return new Set(rows.map(({ id }) => id))
}
