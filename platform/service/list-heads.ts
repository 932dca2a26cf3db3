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

export interface HeadsCount {
  /** A table whose `id` is the aggregate's. */
  readonly table: string
  /** Columns and what they must be; null where any value will do. */
  readonly equal?: Readonly<Record<string, string | number | boolean | null>>
  /** Further conditions on the table's columns. */
  readonly and?: readonly (Sql | null)[]
}

export interface HeadsQuery extends PageRequest<string>, HeadsCount {
  /** The column that says which is newer. The id, unless said; an id grows with time only if it was drawn for this. */
  readonly newestBy?: string
}

const matching = ({ equal = {}, and = [] }: HeadsCount): readonly (Sql | null)[] => [
  ...Object.entries(equal).map(([column, value]) => (value === null ? null : sql`${verbatim(column)} = ${value}`)),
  ...and,
]

/** How many there are, at most `max`: for a list's `count`. */
export async function countHeads(read: Queryable, query: HeadsCount, max: number): Promise<number> {
  const some = sql`select from ${verbatim(query.table)} where ${allOf(matching(query))} limit ${max}`
  const [counted] = await select<{ count: number }>(read, sql`select count(*)::int as count from (${some}) counted`)
  return counted?.count ?? 0
}

/** The newest first. */
export function listHeads<S>(
  read: Queryable,
  aggregate: DefinedAggregate<S>,
  { newestBy = 'id', after, limit, ...query }: HeadsQuery,
): Promise<ListedHead<S>[]> {
  const { table } = query
  const [rows, column] = [verbatim(table), verbatim(newestBy)]
  const older = sql`(${column}, id) < (select ${column}, id from ${rows} where id = ${after})`
  const conditions = allOf([...matching(query), after === null ? null : newestBy === 'id' ? sql`id < ${after}` : older])
  const newest =
    newestBy === 'id'
      ? sql`select id, id as newest from ${rows} where ${conditions} order by id desc limit ${limit}`
      : sql`select id, ${column} as newest from ${rows} where ${conditions} order by ${column} desc, id desc limit ${limit}`
  return statesOf(read, aggregate, newest, limit)
}

/** Those whose ids a query gives, the greatest id first. */
export const headsOf = <S>(
  read: Queryable,
  aggregate: DefinedAggregate<S>,
  ids: Sql,
  limit: number,
): Promise<ListedHead<S>[]> => statesOf(read, aggregate, sql`select id, id as newest from (${ids}) ids`, limit)

/** Those of these ids, in no order; an id that nothing is written of is left out. */
export const headsByIds = <S>(
  read: Queryable,
  { name }: DefinedAggregate<S>,
  ids: readonly string[],
): Promise<ListedHead<S>[]> =>
  select<ListedHead<S>>(
    read,
    sql`select asked.id, h.state from unnest(${ids}::text[]) as asked (id)
        join heads h on h.stream = ${verbatim(`'${name}:'`)} || asked.id`,
  )

function statesOf<S>(read: Queryable, { name }: DefinedAggregate<S>, newest: Sql, limit: number) {
  return select<ListedHead<S>>(
    read,
    sql`select listed.id, h.state from (${newest}) listed
        join heads h on h.stream = ${verbatim(`'${name}:'`)} || listed.id
        order by listed.newest desc, listed.id desc limit ${limit}`,
  )
}
