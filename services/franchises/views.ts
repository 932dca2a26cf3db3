/** Read models of franchises: which there are, and how the fee of each changed. */
import { copyInto, integer, text, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'
import type { PageRequest } from '../../platform/http/routes/list.ts'
import { type MessageOf, view } from '../../platform/service/handlers.ts'
import { headView } from '../../platform/service/head-view.ts'
import { headsByIds } from '../../platform/service/list-heads.ts'
import { feeSet, franchise } from './franchise.ts'

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

export async function namesOf(read: Queryable, ids: readonly string[]): Promise<Record<string, string>> {
  const found = await headsByIds(read, franchise, ids)
  return Object.fromEntries(found.map(({ id, state }) => [id, state.name]))
}
