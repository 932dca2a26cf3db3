/** What a merchant sells, for sale or not: the list behind the counter. */
import { type Static, Type } from 'typebox'
import type { Queryable } from '../../platform/db/database.ts'
import { allOf, select, sql } from '../../platform/db/sql.ts'
import { list } from '../../platform/http/routes/list.ts'
import type { Route } from '../../platform/http/routes/route.ts'
import { searchTerm } from '../../platform/http/routes/texts.ts'
import { namedEnum } from '../../platform/kit/named-enum.ts'
import { prefixQuery, queryWords } from '../../platform/search/query.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { CategoryName } from './bodies.ts'
import { ProductSchema } from './presentation.ts'
import { presentRow } from './product-api.ts'
import { PRODUCT_COLUMNS, type ProductRow } from './queries.ts'

/** With so many pieces to sell, or fewer, it is time to order more. */
export const LOW_STOCK_MAX = 5

const SUPPLIES = { low: LOW_STOCK_MAX, sold_out: 0 } as const
const SUPPLY = {
  low: { ko: '재고 부족', en: `At most ${LOW_STOCK_MAX} pieces to sell.` },
  sold_out: { ko: '품절', en: 'No piece to sell.' },
} as const
const Supply = namedEnum('ProductSupply', SUPPLY, { description: 'Only what has few pieces to sell, or none.' })
type Supply = Static<typeof Supply>

const MS_MAX = Date.UTC(9999, 11, 31)
const Newest = Type.Object({
  at: Type.Integer({ minimum: 0, maximum: MS_MAX }),
  id: Type.String({ maxLength: 200 }),
})

interface OwnQuery {
  readonly merchantId: string
  readonly search: string | null
  readonly category: string | null
  readonly active: boolean | null
  readonly supply: Supply | null
  readonly after: Static<typeof Newest> | null
  readonly limit: number
}

/** Newest first. */
function ownProducts(read: Queryable, { merchantId, search, category, active, supply, after, limit }: OwnQuery) {
  const conditions = allOf([
    sql`p.merchant_id = ${merchantId}`,
    search === null ? null : sql`p.search @@ ${search}::tsquery`,
    category === null ? null : sql`p.category = ${category}`,
    active === null ? null : sql`p.active = ${active}`,
    supply === null ? null : sql`s.on_hand - s.reserved <= ${SUPPLIES[supply]}::bigint`,
    after === null ? null : sql`(p.created_at, p.product_id) < (${new Date(after.at)}::timestamptz, ${after.id})`,
  ])
  return select<ProductRow>(
    read,
    sql`select ${PRODUCT_COLUMNS} from products p join stock s on s.product_id = p.product_id
        where ${conditions} order by p.created_at desc, p.product_id desc limit ${limit}`,
  )
}

export const ownProductsRoute = ({ read }: ServiceContext): Route =>
  list({
    path: '/api/sellers/me/products',
    name: 'listOwnProducts',
    summary: 'What I sell, newest first, also what is not for sale',
    description:
      'The list behind a merchant’s counter: their products, whether or not they are for sale, with their stock. `supply` lists those that are running out, or are gone.',
    who: ['merchant'],
    filter: {
      search: searchTerm({ description: 'Words of names, descriptions and tags, also half typed.' }),
      category: CategoryName,
      active: Type.Boolean({ description: 'Only what is for sale, or only what is not.' }),
      supply: Supply,
    },
    item: ProductSchema,
    query({ search, ...filter }, page, { actor }) {
      const words = queryWords(search ?? '')
      const isOnlySigns = words.length === 0 && (search ?? '').trim() !== ''
      // Signs alone find nothing.
      if (isOnlySigns) return Promise.resolve([])
      const query = words.length === 0 ? null : prefixQuery(words, () => [])
      return ownProducts(read, { ...filter, search: query, merchantId: actor.id, ...page })
    },
    position: { schema: Newest, of: row => ({ at: row.createdAt.getTime(), id: row.productId }) },
    present: rows => rows.map(presentRow),
  })
