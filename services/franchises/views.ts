/** Read models of franchises: which there are, and how the fee of each changed. */
import { copyInto, integer, text, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { type MessageOf, view } from '../../platform/service/handlers.ts'
import { headView } from '../../platform/service/head-view.ts'
import { type Franchise, feeSet, franchise } from './franchise.ts'

export const franchisesView = headView(franchise, {
  table: 'franchises',
  columns: { merchant_id: text(({ merchantId }) => merchantId) },
})

const insertFees = copyInto<MessageOf<typeof feeSet>>('fees', {
  franchise_id: text(({ data }) => data.franchiseId),
  number: integer(({ data }) => data.number),
  fee_bp: integer(({ data }) => data.feeBp),
  previous_bp: integer(({ data }) => data.previousBp),
  set_by: text(({ actor }) => actor),
  at: timestamptz(({ at }) => at),
})

export const feesView = view({ name: 'fees', tables: ['fees'], events: [feeSet], apply: insertFees })

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
