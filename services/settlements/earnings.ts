/** What payments tell of franchises: what each payment earned and nobody claimed yet, and which settlement claimed what. */
import { type FranchiseEarned, franchiseEarned, paymentSettling } from '../../contracts/payments.ts'
import { plainArray, textArray } from '../../platform/db/array-literal.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { type MessageOf, projection } from '../../platform/service/handlers.ts'

/** Adds to what is there; a payment of which all is claimed leaves the table. */
const ADD = `
  insert into earnings as e (payment_id, franchise_id, merchant_id, currency, approved_at, gross, fee)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::bigint[], $7::bigint[])
  on conflict (payment_id) do update set gross = e.gross + excluded.gross, fee = e.fee + excluded.fee`

const LINES = `
  insert into lines (settlement_id, payment_id, approved_at, amount, refunded, gross, fee)
  select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])`

type EarningsEvent = MessageOf<typeof franchiseEarned | typeof paymentSettling>

function changesOf(events: readonly EarningsEvent[]): FranchiseEarned[] {
  const changes = new Map<string, FranchiseEarned>()
  for (const { type, data } of events) {
    const sign = type === franchiseEarned.type ? 1 : -1
    const { gross, fee } = changes.get(data.paymentId) ?? { gross: 0, fee: 0 }
    changes.set(data.paymentId, { ...data, gross: gross + sign * data.gross, fee: fee + sign * data.fee })
  }
  return [...changes.values()]
}

export const earningsCopy = projection({
  name: 'earnings',
  tables: ['earnings', 'lines'],
  events: [franchiseEarned, paymentSettling],
  async apply(tx, events) {
    const changes = changesOf(events)
    const settling = events.flatMap(event => (event.type === paymentSettling.type ? [event.data] : []))
    const ids = textArray(changes, row => row.paymentId)
    await Promise.all([
      tx.query(ADD, [
        ids,
        textArray(changes, row => row.franchiseId),
        textArray(changes, row => row.merchantId),
        textArray(changes, row => row.currency),
        textArray(changes, row => row.approvedAt),
        plainArray(changes, row => row.gross),
        plainArray(changes, row => row.fee),
      ]),
      tx.query('delete from earnings where payment_id = any($1) and gross = 0 and fee = 0', [ids]),
      tx.query(LINES, [
        textArray(settling, row => row.settlementId),
        textArray(settling, row => row.paymentId),
        textArray(settling, row => row.approvedAt),
        plainArray(settling, row => row.amount),
        plainArray(settling, row => row.refunded),
        plainArray(settling, row => row.gross),
        plainArray(settling, row => row.fee),
      ]),
    ])
  },
})

export interface Line {
  readonly paymentId: string
  readonly approvedAt: Date
  /** Minor units. */
  readonly amount: number
  readonly refunded: number
  readonly gross: number
  readonly fee: number
}

/** A settlement's payments in the order of their ids, after the one named. */
export async function linesOf(read: Queryable, settlementId: string, after: string | null, limit: number) {
  const { rows } = await read.query<Line>(
    `select payment_id as "paymentId", approved_at as "approvedAt", amount::float8 as amount,
            refunded::float8 as refunded, gross::float8 as gross, fee::float8 as fee
     from lines where settlement_id = $1 and ($2::text is null or payment_id > $2) order by payment_id limit $3`,
    [settlementId, after, limit],
  )
  return rows
}
