/** What the catalog reads: one product, the list in its four orders, categories, and a product's movements. */
import { type Static, Type } from 'typebox'
import type { ProductDetails, StockMovement } from '../../contracts/catalog.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { allOf, select, sql, verbatim } from '../../platform/db/sql.ts'
import type { Language } from '../../platform/http/routes/route.ts'
import { inOrderOf } from '../../platform/ports/gather.ts'
import type { StockLevel } from './presentation.ts'
import type { MovementKind } from './views.ts'

export interface ProductRow extends ProductDetails, StockLevel {
  readonly createdAt: Date
  readonly updatedAt: Date
  /** What the list was sorted by. */
  readonly place: number | string
}

const COLUMNS = verbatim(`
  p.product_id as "productId", p.merchant_id as "merchantId", p.name, p.description, p.price::float8 as price, p.currency,
  p.category, p.image, p.tags, p.active, p.created_at as "createdAt", p.updated_at as "updatedAt",
  s.on_hand::float8 as "onHand", s.reserved::float8 as reserved`)

/** Each has a name and a place to go on from: what it sorts by, then the id. Prices sort as the numbers people see. */
const sortings = {
  newest: { column: 'p.created_at', type: 'timestamptz', direction: 'desc', first: 'infinity' },
  price_asc: { column: 'p.price_major', type: 'float8', direction: 'asc', first: -1 },
  price_desc: { column: 'p.price_major', type: 'float8', direction: 'desc', first: 'infinity' },
  name_ko: { column: 'p.name_ko', type: 'text', direction: 'asc', first: '' },
  name_en: { column: 'p.name_en', type: 'text', direction: 'asc', first: '' },
} as const

export type Sorting = keyof typeof sortings

export const Sort = Type.Enum(['newest', 'price_asc', 'price_desc', 'name'])
export type Sort = Static<typeof Sort>

export const sortingOf = (sort: Sort, language: Language): Sorting => (sort === 'name' ? `name_${language}` : sort)

const MS_MAX = Date.UTC(9999, 11, 31)
const Id = Type.String({ maxLength: 200 })
const byNumber = (name: Sorting, max: number) =>
  Type.Object({ sort: Type.Literal(name), place: Type.Number({ minimum: 0, maximum: max }), id: Id })
const byName = (name: Sorting) =>
  Type.Object({ sort: Type.Literal(name), place: Type.String({ maxLength: 400 }), id: Id })

export const ListPosition = Type.Union([
  byNumber('newest', MS_MAX),
  byNumber('price_asc', Number.MAX_SAFE_INTEGER),
  byNumber('price_desc', Number.MAX_SAFE_INTEGER),
  byName('name_ko'),
  byName('name_en'),
])
export type ListPosition = Static<typeof ListPosition>

export const placeOf = (sort: Sorting, row: ProductRow): ListPosition =>
  ({ sort, place: sort === 'newest' ? row.createdAt.getTime() : row.place, id: row.productId }) as ListPosition

export interface ListQuery {
  readonly sort: Sorting
  /** A `tsquery`. */
  readonly search: string | null
  readonly category: string | null
  readonly after: ListPosition | null
  readonly limit: number
}

/** Few texts, each prepared once: five orders, with and without a search and a category. Active products only. */
export function listProducts(
  read: Queryable,
  { sort, search, category, after, limit }: ListQuery,
): Promise<ProductRow[]> {
  const { direction, first } = sortings[sort]
  const [column, type, order] = [sortings[sort].column, sortings[sort].type, direction].map(verbatim)
  const past = verbatim(direction === 'asc' ? '>' : '<')
  const from = after === null ? first : sort === 'newest' ? new Date(after.place as number) : after.place
  const conditions = allOf([
    sql`(${column}, p.product_id) ${past} (${from}::${type}, ${after?.id ?? ''}::text)`,
    search === null ? null : sql`p.search @@ ${search}::tsquery`,
    category === null ? null : sql`p.category = ${category}`,
  ])
  return select<ProductRow>(
    read,
    sql`select ${COLUMNS}, ${column} as place from products p join stock s on s.product_id = p.product_id
        where p.active and ${conditions} order by ${column} ${order}, p.product_id ${order} limit ${limit}`,
  )
}

export interface FoundProduct extends ProductRow {
  /** Of the product's head. */
  readonly version: number
}

/** In the order of the ids; null for what there is not. */
export async function findProducts(read: Queryable, ids: readonly string[]): Promise<(FoundProduct | null)[]> {
  const rows = await select<FoundProduct>(
    read,
    sql`select ${COLUMNS}, 0 as place, h.version
        from products p join stock s on s.product_id = p.product_id join heads h on h.stream = 'product:' || p.product_id
        where p.product_id = any(${[...new Set(ids)]})`,
  )
  return inOrderOf(ids, rows, ({ productId }) => productId)
}

export const Category = Type.Object({ category: Type.String(), products: Type.Integer() }, { $id: 'Category' })
export type Category = Static<typeof Category>

export const listCategories = (read: Queryable) =>
  select<Category>(
    read,
    sql`select category, count(*)::int as products from products where active group by category order by category`,
  )

export interface MovementRow extends Omit<StockMovement, 'productId'> {
  readonly kind: MovementKind
  readonly orderId: string | null
  readonly reason: string | null
  readonly actor: string
  readonly at: Date
}

/** Newest first, those before a number. */
export const listMovements = (read: Queryable, productId: string, before: number, limit: number) =>
  select<MovementRow>(
    read,
    sql`select number, kind, change::float8 as change, on_hand::float8 as "onHand", reason, order_id as "orderId", actor, at
        from stock_movements where product_id = ${productId} and number < ${before} order by number desc limit ${limit}`,
  )
