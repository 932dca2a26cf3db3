/** What the catalog reads: one product, the list in its four orders, categories, and a product's movements. */
import { type Static, Type } from 'typebox'
import { inBoth } from '../../contracts/api-fields.ts'
import type { Localized, ProductDetails, StockMovement } from '../../contracts/catalog.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { allOf, type Sql, select, sql, verbatim } from '../../platform/db/sql.ts'
import { DEFAULT_CURRENCY } from '../../platform/http/routes/amount.ts'
import type { Language } from '../../platform/http/routes/route.ts'
import { namedEnum } from '../../platform/kit/named-enum.ts'
import { inOrderOf } from '../../platform/ports/gather.ts'
import type { StockLevel } from './presentation.ts'
import { type MovementKind, sortingName } from './views.ts'

export interface ProductRow extends ProductDetails, StockLevel {
  readonly createdAt: Date
  readonly updatedAt: Date
}

export const PRODUCT_COLUMNS = verbatim(`
  p.product_id as "productId", p.merchant_id as "merchantId", p.name, p.description, p.price::float8 as price, p.currency,
  p.category, p.image, p.picture, p.tags, p.active, p.created_at as "createdAt", p.updated_at as "updatedAt",
  s.on_hand::float8 as "onHand", s.reserved::float8 as reserved`)

/**
 * What each list is sorted by before the id, which way, and where it begins. Prices are sorted within their currency; those
 * from the highest down are the negatives upwards.
 */
const sortings = {
  newest: { columns: ['p.created_at'], types: ['timestamptz'], direction: 'desc', first: ['infinity'] },
  price_asc: { columns: ['p.currency_place', 'p.price'], types: ['text', 'bigint'], direction: 'asc', first: ['', 0] },
  price_desc: {
    columns: ['p.currency_place', '-p.price'],
    types: ['text', 'bigint'],
    direction: 'asc',
    first: ['', Number.MIN_SAFE_INTEGER],
  },
  name_ko: { columns: ['p.name_ko'], types: ['text'], direction: 'asc', first: [''] },
  name_en: { columns: ['p.name_en'], types: ['text'], direction: 'asc', first: [''] },
} as const

export type Sorting = keyof typeof sortings

const SORT = {
  newest: { ko: '최신순', en: 'What was added last comes first.' },
  price_asc: { ko: '낮은 가격순', en: 'By price, the cheapest first.' },
  price_desc: { ko: '높은 가격순', en: 'By price, the dearest first.' },
  name: { ko: '이름순', en: 'By the name in the caller’s language.' },
} as const
export const Sort = namedEnum('ProductSort', SORT, {
  description: 'The order of the list. By price: one currency after the other, KRW first.',
})
export type Sort = Static<typeof Sort>

export const sortingOf = (sort: Sort, language: Language): Sorting => (sort === 'name' ? `name_${language}` : sort)

const MS_MAX = Date.UTC(9999, 11, 31)
const Id = Type.String({ maxLength: 200 })
const byPrice = <S extends Sorting>(sort: S) =>
  Type.Object({
    sort: Type.Literal(sort),
    currency: Type.String({ maxLength: 3 }),
    price: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    id: Id,
  })
const byName = <S extends Sorting>(sort: S) =>
  Type.Object({ sort: Type.Literal(sort), name: Type.String({ maxLength: 400 }), id: Id })

export const ListPosition = Type.Union([
  Type.Object({ sort: Type.Literal('newest'), at: Type.Integer({ minimum: 0, maximum: MS_MAX }), id: Id }),
  byPrice('price_asc'),
  byPrice('price_desc'),
  byName('name_ko'),
  byName('name_en'),
])
export type ListPosition = Static<typeof ListPosition>

export function placeOf(sort: Sorting, row: ProductRow): ListPosition {
  const { productId: id, price, currency, name } = row
  switch (sort) {
    case 'newest':
      return { sort, at: row.createdAt.getTime(), id }
    case 'price_asc':
    case 'price_desc':
      return { sort, currency, price, id }
    case 'name_ko':
      return { sort, name: sortingName(name.ko), id }
    case 'name_en':
      return { sort, name: sortingName(name.en), id }
  }
}

/** As the migration's `currency_place` says. */
const currencyPlace = (currency: string): string => (currency === DEFAULT_CURRENCY ? '' : currency)

/** The values of the sorting's columns at a position. */
function valuesAt(position: ListPosition): readonly unknown[] {
  switch (position.sort) {
    case 'newest':
      return [new Date(position.at)]
    case 'price_asc':
      return [currencyPlace(position.currency), position.price]
    case 'price_desc':
      return [currencyPlace(position.currency), -position.price]
    case 'name_ko':
    case 'name_en':
      return [position.name]
  }
}

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
  const { columns, types, direction, first } = sortings[sort]
  const values = after === null ? first : valuesAt(after)
  const from = list(types.map((type, index) => sql`${values[index]}::${verbatim(type)}`))
  const past = verbatim(direction === 'asc' ? '>' : '<')
  const order = [...columns, 'p.product_id'].map(column => `${column} ${direction}`).join(', ')
  const conditions = allOf([
    sql`(${verbatim(columns.join(', '))}, p.product_id) ${past} (${from}, ${after?.id ?? ''}::text)`,
    search === null ? null : sql`p.search @@ ${search}::tsquery`,
    category === null ? null : sql`p.category = ${category}`,
  ])
  return select<ProductRow>(
    read,
    sql`select ${PRODUCT_COLUMNS} from products p join stock s on s.product_id = p.product_id
        where p.active and ${conditions} order by ${verbatim(order)} limit ${limit}`,
  )
}

const list = (parts: readonly Sql[]): Sql => parts.reduce((all, part) => sql`${all}, ${part}`)

export interface FoundProduct extends ProductRow {
  /** Of the product's head. */
  readonly version: number
  /** Null for one that nobody has named. */
  readonly categoryName: Localized | null
  readonly sellerName: Localized | null
}

/** In the order of the ids; null for what there is not. */
export async function findProducts(read: Queryable, ids: readonly string[]): Promise<(FoundProduct | null)[]> {
  const rows = await select<FoundProduct>(
    read,
    sql`select ${PRODUCT_COLUMNS}, h.version, c.name as "categoryName", b.name as "sellerName"
        from products p join stock s on s.product_id = p.product_id join heads h on h.stream = 'product:' || p.product_id
          left join categories c on c.id = p.category left join sellers b on b.id = p.merchant_id
        where p.product_id = any(${[...new Set(ids)]})`,
  )
  return inOrderOf(ids, rows, ({ productId }) => productId)
}

/** What a category is called. */
export const CategoryTitle = inBoth('커피', 'Coffee')

export const Category = Type.Object(
  {
    category: Type.String({ description: 'Its code.', examples: ['coffee'] }),
    name: CategoryTitle,
    products: Type.Integer({ description: 'How many are for sale.', examples: [12] }),
  },
  { $id: 'Category' },
)
export type Category = Static<typeof Category>

/** One without names is called by its code. */
export const listCategories = (read: Queryable) =>
  select<Category>(
    read,
    sql`select category, coalesce(c.name, json_build_object('ko', category, 'en', category)) as name, products
        from (select category, count(*)::int as products from products where active group by category) p
        left join categories c on c.id = p.category order by category`,
  )

/** A category is there as soon as a product is in it, for sale or not. */
export async function hasProducts(read: Queryable, category: string): Promise<boolean> {
  return (await select(read, sql`select 1 from products where category = ${category} limit 1`)).length > 0
}

export interface CategoryWords {
  readonly category: string
  /** What its names are found by. */
  readonly words: readonly string[]
}

/** Categories whose names a search looks at. */
const CATEGORIES_SEARCHED_MAX = 500

export const categoryWords = (read: Queryable) =>
  select<CategoryWords>(
    read,
    sql`select id as category, words from categories order by id limit ${CATEGORIES_SEARCHED_MAX}`,
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
