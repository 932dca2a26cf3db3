/** Products over HTTP: the public list, one product, and what merchants and operators change. */

import { Type } from 'typebox'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { LastWritten, SharedReads } from '../../platform/db/shared-reads.ts'
import { DEFAULT_CURRENCY } from '../../platform/http/routes/amount.ts'
import { editOf, versionTag } from '../../platform/http/routes/etag.ts'
import {
  defineCursor,
  PAGE_LIMIT_DEFAULT,
  PAGE_LIMIT_MAX,
  PageSchema,
  pageOf,
  pageQuery,
} from '../../platform/http/routes/paging.ts'
import { ok, type RequestInput, type Route, read, Shared, tagged, write } from '../../platform/http/routes/route.ts'
import { ById } from '../../platform/http/routes/schemas.ts'
import { searchTerm, token } from '../../platform/http/routes/texts.ts'
import { invalidForm } from '../../platform/kit/invalid.ts'
import { isRefusal, refuse } from '../../platform/kit/refusal.ts'
import { gather } from '../../platform/ports/gather.ts'
import { findsWord, labelOf, prefixQuery, queryWords } from '../../platform/search/query.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { CategoryName, localized, NewProductBody, ProductChangeBody } from './bodies.ts'
import { addProduct, type Caller, changeProduct, type ProductChange, priceOf, retireProduct } from './commands.ts'
import { OWN_NAME, ProductDetailSchema, ProductSchema, presentProduct } from './presentation.ts'
import { productKey } from './product.ts'
import {
  type CategoryWords,
  categoryWords,
  type FoundProduct,
  findProducts,
  ListPosition,
  listProducts,
  type ProductRow,
  placeOf,
  Sort,
  type Sorting,
  sortingOf,
} from './queries.ts'

/** Whose token may change products; which products is decided by the command. */
export const SELLERS = ['merchant', 'operator'] as const
/** Of the routes that change one. */
export const OF_SELLER = { who: SELLERS, params: ById, pure: true } as const

export const callerOf = (actor: Actor): Caller => ({ id: actor.id, operator: hasRole(actor, 'operator') })

export const editsProduct = ({ params }: { readonly params: { readonly id: string } }) =>
  editOf(productKey(params.id), versionTag)

/** Products looked up by one query, for all who ask at the same time. */
const PRODUCTS_MAX = 200
/** Each is a page of up to a hundred products, about 100 kB; a product about 1 kB. */
const LISTS_KEPT = 200
const PRODUCTS_KEPT = 5_000
const IDS_LENGTH_MAX = 8_000

const cursor = defineCursor(ListPosition)

export const presentRow = (row: ProductRow) =>
  presentProduct(row, { createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() }, row)

const presentDetail = (row: FoundProduct) => ({
  ...presentRow(row),
  categoryName: row.categoryName ?? { ko: row.category, en: row.category },
  seller: { id: row.merchantId, name: row.merchantId === null ? OWN_NAME : row.sellerName },
})

/** A cursor continues the list that it was given for, and no other. */
function placeIn(sort: Sorting, encoded: string | undefined) {
  const after = cursor.decode(encoded)
  if (after === null || isRefusal(after) || after.sort === sort) return after
  return invalidForm('query', 'cursor')
}

/** Tells what was read of the catalog whether it is still so. */
export function catalogWrites({ ports, writer }: ServiceContext): LastWritten {
  const last = new LastWritten(ports.clock, () => writer.lastBatch())
  writer.onCommit(() => last.written())
  return last
}

/** Each word is looked for in the products, and in the names of their categories. */
const searchQuery = (words: readonly string[], categories: readonly CategoryWords[]): string | null =>
  prefixQuery(words, word =>
    categories.filter(named => findsWord(named.words, word)).map(({ category }) => labelOf(category)),
  )

export function publicRoutes(context: ServiceContext, last: LastWritten): readonly Route[] {
  const lists = new SharedReads<Shared>(last, LISTS_KEPT)
  const named = new SharedReads<CategoryWords[]>(last, 1)
  const products = new SharedReads<{ row: FoundProduct; shown: Shared } | null>(last, PRODUCTS_KEPT)
  const productOf = gather(PRODUCTS_MAX, (ids: readonly string[]) => findProducts(context.read, ids))
  const searchOf = async (words: readonly string[]) =>
    searchQuery(words, await named.ask('all', () => categoryWords(context.read)))
  const shownOf = async (id: string) => {
    const row = await productOf(id)
    return row && { row, shown: new Shared(presentDetail(row)) }
  }
  const foundOf = (id: string) => products.ask(id, () => shownOf(id))
  const productsNamed = async (ids: readonly string[]) => {
    if (ids.length > PAGE_LIMIT_MAX) return invalidForm('query', 'ids')
    const found = await Promise.all([...new Set(ids)].map(foundOf))
    return ok({ items: found.flatMap(each => (each?.row.active ? [presentRow(each.row)] : [])), nextCursor: null })
  }
  return [
    read({
      method: 'GET',
      path: '/api/products',
      name: 'listProducts',
      summary: 'Products for sale, with search, category and sorting',
      description:
        'Everybody sees what is for sale. `search` looks for words in names, tags and categories, in Korean and English, also half typed. A `cursor` continues the list it was given for: with another sorting it is refused.',
      who: 'anyone',
      query: Type.Object({
        ...pageQuery,
        search: Type.Optional(
          searchTerm({
            description:
              'Words of names, tags and categories, also half typed or from their middle; first consonants (ㅋㅍ).',
          }),
        ),
        category: Type.Optional(CategoryName),
        ids: Type.Optional(
          token(IDS_LENGTH_MAX, {
            description: `Only these, comma-separated, ${PAGE_LIMIT_MAX} at most, in this order; nothing else counts then.`,
          }),
        ),
        sort: Type.Optional(Sort),
      }),
      replies: { 200: PageSchema(ProductSchema) },
      async read({ query, language }) {
        if (query.ids !== undefined) return productsNamed(query.ids.split(','))
        const sort = sortingOf(query.sort ?? 'newest', language)
        const after = placeIn(sort, query.cursor)
        if (isRefusal(after)) return after
        const { category = null, limit = PAGE_LIMIT_DEFAULT } = query
        const words = queryWords(query.search ?? '')
        // Signs alone find nothing.
        if (isOnlySigns(query.search, words)) return ok({ items: [], nextCursor: null })
        const search = words.length === 0 ? null : await searchOf(words)
        const asked = { sort, search, category, after, limit: limit + 1 }
        const page = async () => {
          const found = await listProducts(context.read, asked)
          return new Shared(pageOf(found, limit, cursor, row => placeOf(sort, row), presentRow))
        }
        return ok(await lists.ask(JSON.stringify(asked), page))
      },
    }),
    read({
      method: 'GET',
      path: '/api/products/{id}',
      name: 'getProduct',
      summary: 'One product; one that is not for sale only for its merchant and operators',
      description:
        'With its price and stock. A product that is not for sale is found by its merchant and by operators only; for everybody else there is none. The `ETag` is for `If-Match` of a change.',
      who: 'anyone',
      params: ById,
      replies: { 200: ProductDetailSchema },
      refusals: ['product_unknown'],
      tagged: true,
      async read({ params, actor }) {
        const found = await foundOf(params.id)
        const mayKnow = found && (found.row.active || hasRole(actor, 'operator') || found.row.merchantId === actor.id)
        return mayKnow
          ? tagged(found.shown, versionTag(found.row))
          : refuse('product_unknown', { productId: params.id })
      },
    }),
  ]
}

const isOnlySigns = (search: string | undefined, words: readonly unknown[]): boolean =>
  words.length === 0 && (search ?? '').trim() !== ''

export function sellerRoutes(context: ServiceContext): readonly Route[] {
  return [
    write({
      method: 'POST',
      path: '/api/products',
      name: 'addProduct',
      summary: 'Offer a new product, if need be with what is in stock already',
      description:
        'A merchant offers a product of their own; what an operator adds belongs to the house. `name` and `description` are one text, or one for each language. The currency stays as it is said here. `stock` counts pieces that are there already.',
      who: SELLERS,
      body: NewProductBody,
      replies: { 201: ProductSchema },
      refusals: ['invalid_amount', 'unknown_currency'],
      pure: true,
      write: asked => stateNewProduct(context.ports.ids.next('prd'), asked),
    }),
    write({
      method: 'PATCH',
      path: '/api/products/{id}',
      name: 'changeProduct',
      summary: 'Change what a product says, costs, or whether it is for sale',
      description:
        'Changes the fields that are named, for its merchant or an operator. Orders that are placed keep the price they were placed at; carts show that it has changed. The currency never changes (`currency_fixed`). With `If-Match`, a product that was changed meanwhile is refused with `precondition_failed`.',
      ...OF_SELLER,
      body: ProductChangeBody,
      replies: { 200: ProductSchema },
      refusals: ['product_unknown', 'currency_fixed', 'invalid_amount'],
      edits: editsProduct,
      write: ({ params, actor, body }) => changeProduct(params.id, callerOf(actor), changeOf(body)),
    }),
    write({
      method: 'DELETE',
      path: '/api/products/{id}',
      name: 'retireProduct',
      summary: 'Take a product off the shelf',
      description:
        'Takes the product off the shelf: nobody finds or orders it any more, while orders that are placed go on. It is the same as `active: false`, and is undone by `active: true`.',
      ...OF_SELLER,
      replies: { 204: null },
      refusals: ['product_unknown'],
      edits: editsProduct,
      write: ({ params, actor }) => retireProduct(params.id, callerOf(actor)),
    }),
  ]
}

function stateNewProduct(productId: string, { actor, body }: RequestInput<unknown, unknown, NewProductBody>) {
  const { name, description = '', currency = DEFAULT_CURRENCY, ...rest } = body
  const price = priceOf(rest.price, currency)
  if (isRefusal(price)) return price
  const texts = { name: localized(name), description: localized(description) }
  // What an operator adds is the house's own.
  const merchantId = hasRole(actor, 'operator') ? null : actor.id
  return addProduct({ image: null, tags: [], active: true, ...rest, productId, merchantId, ...texts, price, currency })
}

const changeOf = ({ name, description, price, ...rest }: ProductChangeBody): ProductChange => ({
  ...rest,
  ...(name !== undefined && { name: localized(name) }),
  ...(description !== undefined && { description: localized(description) }),
  ...(price !== undefined && { priceMajor: price }),
})
