/** What payments tell of franchises: what each payment earned and nobody claimed yet, and which settlement claimed what. */
import { type FranchiseEarned, franchiseEarned, paymentSettling } from '../../contracts/payments.ts'
import { bigint, text, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'
import { insertInto, upsertInto } from '../../platform/db/upsert.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import { type MessageOf, projection } from '../../platform/service/handlers.ts'

/** Adds to what is there. */
const add = upsertInto<FranchiseEarned>(
  'earnings',
  {
    payment_id: text(row => row.paymentId),
    franchise_id: text(row => row.franchiseId),
    merchant_id: text(row => row.merchantId),
    currency: text(row => row.currency),
    approved_at: timestamptz(row => row.approvedAt),
    gross: bigint(row => row.gross),
    fee: bigint(row => row.fee),
  },
  { key: 'payment_id', keep: ['franchise_id', 'merchant_id', 'currency', 'approved_at'], add: ['gross', 'fee'] },
)

const insertLines = insertInto<DataOf<typeof paymentSettling>>('lines', {
  settlement_id: text(row => row.settlementId),
  payment_id: text(row => row.paymentId),
  approved_at: timestamptz(row => row.approvedAt),
  amount: bigint(row => row.amount),
  refunded: bigint(row => row.refunded),
  gross: bigint(row => row.gross),
  fee: bigint(row => row.fee),
})

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
    await Promise.all([
      add(tx, changes),
      // A payment of which all is claimed leaves the table.
      tx.query('delete from earnings where payment_id = any($1) and gross = 0 and fee = 0', [
        changes.map(({ paymentId }) => paymentId),
      ]),
      insertLines(
        tx,
        events.filter(event => event.type === paymentSettling.type).map(({ data }) => data),
      ),
    ])
  },
})

/** Amounts in minor units. */
export interface Line
  extends Readonly<Pick<DataOf<typeof paymentSettling>, 'paymentId' | 'amount' | 'refunded' | 'gross' | 'fee'>> {
  readonly approvedAt: Date
}

/** A settlement's payments in the order of their ids, after the one named. */
export const linesOf = (read: Queryable, settlementId: string, after: string | null, limit: number) =>
  select<Line>(
    read,
    sql`select payment_id as "paymentId", approved_at as "approvedAt", amount::float8 as amount,
               refunded::float8 as refunded, gross::float8 as gross, fee::float8 as fee
        from lines where settlement_id = ${settlementId} and (${after}::text is null or payment_id > ${after})
        order by payment_id limit ${limit}`,
  )
