/** Read models of franchises: which there are, and how the fee of each changed. */
import { franchiseRegistered } from '../../contracts/franchises.ts'
import { plainArray, textArray, timeArray } from '../../platform/db/array-literal.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'
import type { PageRequest } from '../../platform/http/routes/list.ts'
import { view } from '../../platform/service/handlers.ts'
import { feeSet } from './franchise.ts'

export const franchisesView = view({
  name: 'franchises',
  tables: ['franchises'],
  events: [franchiseRegistered],
  async apply(tx, events) {
    await tx.query('insert into franchises (id, merchant_id) select * from unnest($1::text[], $2::text[])', [
      textArray(events, ({ data }) => data.franchiseId),
      textArray(events, ({ data }) => data.merchantId),
    ])
  },
})

export const feesView = view({
  name: 'fees',
  tables: ['fees'],
  events: [feeSet],
  async apply(tx, events) {
    await tx.query(
      `insert into fees (franchise_id, number, fee_bp, previous_bp, set_by, at)
       select * from unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::text[], $6::timestamptz[])`,
      [
        textArray(events, ({ data }) => data.franchiseId),
        plainArray(events, ({ data }) => data.number),
        plainArray(events, ({ data }) => data.feeBp),
        textArray(events, ({ data }) => (data.previousBp === null ? null : String(data.previousBp))),
        textArray(events, ({ actor }) => actor),
        timeArray(events, ({ at }) => at),
      ],
    )
  },
})

export interface FeeRow {
  readonly number: number
  readonly feeBp: number
  readonly previousBp: number | null
  readonly setBy: string
  readonly at: Date
}

/** The newest change first. */
export const feesOf = (read: Queryable, franchiseId: string, { after, limit }: PageRequest<number>) =>
  select<FeeRow>(
    read,
    sql`select number, fee_bp as "feeBp", previous_bp as "previousBp", set_by as "setBy", at from fees
        where franchise_id = ${franchiseId} and (${after}::int is null or number < ${after})
        order by number desc limit ${limit}`,
  )
