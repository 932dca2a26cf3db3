/** What the catalog reads: one product, the list in its four orders, categories, and a product's movements. */
import { type Static, Type } from 'typebox'
import type { ProductDetails } from '../../contracts/catalog.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { Language } from '../../platform/http/routes/route.ts'
import type { StockLevel } from './presentation.ts'
import type { MovementKind } from './views.ts'

export interface ProductRow extends ProductDetails, StockLevel {
  readonly createdAt: Date
  readonly updatedAt: Date
  /** What the list was sorted by. */
  readonly place: number | string
}

const COLUMNS = `
  p.product_id as "productId", p.merchant_id as "merchantId", p.name, p.description, p.price::float8 as price, p.currency,
  p.category, p.image, p.tags, p.active, p.created_at as "createdAt", p.updated_at as "updatedAt",
  s.on_hand::float8 as "onHand", s.reserved::float8 as reserved`

/** Each has a name and a place to go on from: what it sorts by, then the id. Prices sort as the numbers people see. */
const sortings = {
  newest: { column: 'p.created_at', direction: 'desc', first: 'infinity' },
  price_asc: { column: 'p.price_major', direction: 'asc', first: -1 },
  price_desc: { column: 'p.price_major', direction: 'desc', first: 'infinity' },
  name_ko: { column: 'p.name_ko', direction: 'asc', first: '' },
  name_en: { column: 'p.name_en', direction: 'asc', first: '' },
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

/** Few texts, each prepared once: five orders, with and without a search and a category. */
function listText(sort: Sorting, search: boolean, category: boolean): string {
  const { column, direction } = sortings[sort]
  const type = sort === 'newest' ? 'timestamptz' : sort.startsWith('price') ? 'float8' : 'text'
  const filters = [search && 'p.search @@ $4::tsquery', category && `p.category = $${search ? 5 : 4}`].filter(Boolean)
  return `select ${COLUMNS}, ${column} as place from products p join stock s on s.product_id = p.product_id
    where p.active and (${column}, p.product_id) ${direction === 'asc' ? '>' : '<'} ($1::${type}, $2::text)
      ${filters.map(filter => `and ${filter}`).join(' ')}
    order by ${column} ${direction}, p.product_id ${direction} limit $3`
}

/** Active products only; one row more than `limit` tells that there is a next page. */
export async function listProducts(read: Queryable, asked: ListQuery): Promise<ProductRow[]> {
  const { sort, search, category, after, limit } = asked
  const { first } = sortings[sort]
  const from = after === null ? first : sort === 'newest' ? new Date(after.place as number) : after.place
  const filters = [search, category].filter(filter => filter !== null)
  const text = listText(sort, search !== null, category !== null)
  const { rows } = await read.query<ProductRow>(text, [from, after?.id ?? '', limit + 1, ...filters])
  return rows
}

const BY_ID = `
  select ${COLUMNS}, 0 as place from products p join stock s on s.product_id = p.product_id where p.product_id = any($1)`

/** In the order of the ids; null for what there is not. */
export async function findProducts(read: Queryable, ids: readonly string[]): Promise<(ProductRow | null)[]> {
  const { rows } = await read.query<ProductRow>(BY_ID, [[...new Set(ids)]])
  const found = new Map(rows.map(row => [row.productId, row]))
  return ids.map(id => found.get(id) ?? null)
}

export interface Category {
  readonly category: string
  readonly products: number
}

export async function listCategories(read: Queryable): Promise<Category[]> {
  const { rows } = await read.query<Category>(
    'select category, count(*)::int as products from products where active group by category order by category',
    [],
  )
  return rows
}

export interface MovementRow {
  readonly number: number
  readonly kind: MovementKind
  readonly change: number
  readonly onHand: number
  readonly orderId: string | null
  readonly reason: string | null
  readonly actor: string
  readonly at: Date
}

/** Newest first, those before a number. */
export async function listMovements(
  read: Queryable,
  productId: string,
  before: number,
  limit: number,
): Promise<MovementRow[]> {
  const { rows } = await read.query<MovementRow>(
    `select number, kind, change::float8 as change, on_hand::float8 as "onHand", order_id as "orderId", reason, actor, at
     from stock_movements where product_id = $1 and number < $2 order by number desc limit $3`,
    [productId, before, limit + 1],
  )
  return rows
}
