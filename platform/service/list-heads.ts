/**
 * Lists of what aggregates are now: a view's table says which ones and in which order, their heads say the rest.
 *
 *     listHeads(context.read, transfer, {
 *       table: 'transfers',
 *       equal: { owner, status },
 *       and: [from === null ? null : sql`created_at >= ${from}`],
 *       after,
 *       limit,
 *     })
 */
import type { Queryable } from '../db/database.ts'
import { allOf, type Sql, select, sql, verbatim } from '../db/sql.ts'
import type { PageRequest } from '../http/routes/list.ts'
import type { DefinedAggregate } from '../kit/aggregate.ts'

export interface ListedHead<S> {
  readonly id: string
  readonly state: S
}

export interface HeadsQuery extends PageRequest<string> {
  /** A table whose `id` is the aggregate's, which has a prefix and grows with time. */
  readonly table: string
  /** Columns and what they must be; null where any value will do. */
  readonly equal?: Readonly<Record<string, string | number | boolean | null>>
  /** Further conditions on the table's columns. */
  readonly and?: readonly (Sql | null)[]
}

/** The newest first. */
export function listHeads<S>(
  read: Queryable,
  aggregate: DefinedAggregate<S>,
  { table, equal = {}, and = [], after, limit }: HeadsQuery,
): Promise<ListedHead<S>[]> {
  const equals = Object.entries(equal).map(([column, value]) =>
    value === null ? null : sql`${verbatim(column)} = ${value}`,
  )
  const conditions = allOf([...equals, ...and, after === null ? null : sql`id < ${after}`])
  const ids = sql`select id from ${verbatim(table)} where ${conditions} order by id desc limit ${limit}`
  return headsOf(read, aggregate, ids, limit)
}

/** Those whose ids a query gives, the newest first. */
export function headsOf<S>(
  read: Queryable,
  { name }: DefinedAggregate<S>,
  ids: Sql,
  limit: number,
): Promise<ListedHead<S>[]> {
  return select<ListedHead<S>>(
    read,
    sql`select listed.id, h.state from (${ids}) listed join heads h on h.stream = ${verbatim(`'${name}:'`)} || listed.id
        order by listed.id desc limit ${limit}`,
  )
}
