/**
 * A list that pages by cursor, in one declaration:
 *
 *     list({
 *       path: '/api/transfers',
 *       name: 'listTransfers',
 *       summary: 'My transfers, newest first',
 *       who: 'member',
 *       filter: { status: Type.String({ maxLength: 30 }) },
 *       item: TransferResponse,
 *       query: (filter, page, { actor }) => listTransfers(context.read, { ...filter, ...page, owner: actor.id }),
 *       position: byId,
 *       present: rows => rows.map(row => presentTransfer(row.state)),
 *     })
 *
 * With `count`, the list tells on request how many there are.
 */
import { type Static, type TSchema, type TString, Type } from 'typebox'
import { isRefusal, type Refusal } from '../../kit/refusal.ts'
import { countQuery, defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery, TOTAL_MAX } from './paging.ts'
import { type Answer, ok, type RequestInput, type Route, read, type Who } from './route.ts'

/** Query parameters by name. Each may be left out. */
export type Filters = Readonly<Record<string, TSchema>>

/** The values of the filters; null for those that the caller left out. */
export type FilterOf<F extends Filters> = { readonly [K in keyof F]: Static<F[K]> | null }

export interface PageRequest<Position> {
  /** The position of the last row before this page; null for the first page. */
  readonly after: Position | null
  /** The maximum of rows to read: one more than the page shows, which tells whether there is a next page. */
  readonly limit: number
}

export type ListInput<P extends TSchema> = RequestInput<Static<P>, Readonly<Record<string, unknown>>>

/** The position of a row in the list, which cursors carry. */
export interface Position<Row, C extends TSchema> {
  readonly schema: C
  readonly of: (row: Row) => Static<C>
}

export const byId: Position<{ readonly id: string }, TString> = { schema: Type.String(), of: ({ id }) => id }

export interface PageOptions<P extends TSchema, F extends Filters, C extends TSchema, Row> {
  readonly filter?: F
  /** The rows after a position, in the order of the list; or why there is no list. */
  readonly query: (
    filter: FilterOf<F>,
    page: PageRequest<Static<C>>,
    input: ListInput<P>,
  ) => Promise<readonly Row[] | Refusal>
  /** Named after `query`, from which the compiler reads what a row is. */
  readonly position: Position<Row, C>
  /**
   * How many there are by these filters, at most `max`: then `?count=true` answers the `total`. For a list each of whose
   * filters an index serves, or whose table stays small; never for one that would read a whole table to count a few.
   */
  readonly count?: (filter: FilterOf<F>, max: number, input: ListInput<P>) => Promise<number | Refusal>
  /** The rows of a page as the API shows them, in their order: names can be fetched for all of them at once. */
  readonly present: (rows: readonly Row[], input: ListInput<P>) => readonly unknown[] | Promise<readonly unknown[]>
}

interface ListAddress<P extends TSchema> {
  readonly path: string
  /** Operation id, `listOrders`. */
  readonly name: string
  readonly summary: string
  readonly description?: string
  readonly who: Who
  readonly params?: P
  /** Schema of one item. */
  readonly item: TSchema
  /** The refusals of `query`. */
  readonly refusals?: readonly string[]
}

type NoFilters = Record<never, never>

/** Answers a request that has `cursor` and `limit` in its query with a page; for routes that are more than a list. */
export function pageReader<Row, C extends TSchema, P extends TSchema = TSchema, F extends Filters = NoFilters>({
  filter,
  position,
  query,
  count,
  present,
}: PageOptions<P, F, C, Row>): (input: ListInput<P>) => Promise<Answer | Refusal> {
  const cursor = defineCursor(position.schema)
  const filters = Object.keys(filter ?? {})
  return async input => {
    const { limit = PAGE_LIMIT_DEFAULT, ...given } = input.query as PageParameters
    const after = cursor.decode(given.cursor)
    if (isRefusal(after)) return after
    const filtered = Object.fromEntries(filters.map(name => [name, given[name] ?? null])) as FilterOf<F>
    const rows = await query(filtered, { after, limit: limit + 1 }, input)
    if (isRefusal(rows)) return rows
    const counted = given.count === true && count ? await count(filtered, TOTAL_MAX + 1, input) : null
    if (isRefusal(counted)) return counted
    const { items, nextCursor } = pageOf(rows, limit, cursor, position.of, row => row)
    return ok({ items: await present(items, input), nextCursor, ...totalOf(counted) })
  }
}

/** None where nobody asked. */
const totalOf = (counted: number | null): { readonly total?: number | null } =>
  counted === null ? {} : { total: counted > TOTAL_MAX ? null : counted }

interface PageParameters {
  readonly cursor?: string
  readonly limit?: number
  readonly count?: boolean
  readonly [filter: string]: unknown
}

/** The schema of a list's query. */
export const listQuery = (filter: Filters = {}, { counts = false } = {}) =>
  Type.Object({
    ...pageQuery,
    ...(counts && countQuery),
    ...Object.fromEntries(Object.entries(filter).map(([name, schema]) => [name, Type.Optional(schema)])),
  })

export type ListOptions<P extends TSchema, F extends Filters, C extends TSchema, Row> = ListAddress<P> &
  PageOptions<P, F, C, Row>

export function list<Row, C extends TSchema, P extends TSchema = TSchema, F extends Filters = NoFilters>({
  path,
  name,
  summary,
  description,
  who,
  params,
  item,
  refusals,
  ...page
}: ListOptions<P, F, C, Row>): Route {
  const counts = page.count !== undefined
  return read({
    method: 'GET',
    path,
    name,
    summary,
    ...(description !== undefined && { description }),
    who,
    ...(params && { params }),
    query: listQuery(page.filter, { counts }),
    replies: { 200: PageSchema(item, { counts }) },
    ...(refusals && { refusals }),
    read: pageReader(page) as (input: RequestInput) => Promise<Answer | Refusal>,
  })
}
