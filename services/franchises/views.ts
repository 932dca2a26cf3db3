/** Read models of franchises: which there are, and how the fee of each changed. */
import { franchiseRegistered } from '../../contracts/franchises.ts'
import { plainArray, textArray, timeArray } from '../../platform/db/array-literal.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { view } from '../../platform/service/handlers.ts'
import { type Franchise, feeSet } from './franchise.ts'

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

export interface FranchisesQuery {
  /** Null lists everybody's. */
  readonly merchantId: string | null
  readonly before: string | null
  readonly limit: number
}

/** Newest first; one row more than `limit` tells that there is a next page. */
export async function listFranchises(read: Queryable, { merchantId, before, limit }: FranchisesQuery) {
  const { rows } = await read.query<{ id: string; state: Franchise }>(
    `select f.id, h.state from franchises f join heads h on h.stream = 'franchise:' || f.id
     where ($1::text is null or f.merchant_id = $1) and ($2::text is null or f.id < $2)
     order by f.id desc limit $3`,
    [merchantId, before, limit + 1],
  )
  return rows
}

export interface FeeRow {
  readonly number: number
  readonly feeBp: number
  readonly previousBp: number | null
  readonly setBy: string
  readonly at: Date
}

/** The newest change first. */
export async function feesOf(read: Queryable, franchiseId: string, before: number | null, limit: number) {
  const { rows } = await read.query<FeeRow>(
    `select number, fee_bp as "feeBp", previous_bp as "previousBp", set_by as "setBy", at from fees
     where franchise_id = $1 and ($2::int is null or number < $2) order by number desc limit $3`,
    [franchiseId, before, limit + 1],
  )
  return rows
}
