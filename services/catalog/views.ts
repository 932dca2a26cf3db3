/** Read models of the catalog, written set-wise in the batch that changes them: products to list, movements to count. */
import {
  type ProductDetails,
  type StockMovement,
  stockAdjusted,
  stockCommitted,
  stockReceived,
  stockReturned,
} from '../../contracts/catalog.ts'
import { bigint, boolean, copyInto, integer, json, text, texts, timestamptz } from '../../platform/db/copy.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import { labelOf } from '../../platform/search/query.ts'
import { tokensOf } from '../../platform/search/tokens.ts'
import { fileReferences } from '../../platform/service/file-references.ts'
import { type MessageOf, view } from '../../platform/service/handlers.ts'
import { headView } from '../../platform/service/head-view.ts'
import { category } from './category.ts'
import { product } from './product.ts'
import { seller } from './seller.ts'

/** Categories that were written before texts had one form: the same letters are the same category. */
const categoryOf = (details: ProductDetails): string => details.category.normalize('NFC')

/** Its category's label too, by which a search for the names of the category finds it. */
const searchable = (details: ProductDetails): string[] => {
  const { name, description, tags } = details
  const code = categoryOf(details)
  const inside = [name.ko, name.en, code, ...tags]
  return [...tokensOf({ inside, beginnings: [description.ko, description.en] }), labelOf(code)]
}

/** What a list by name sorts by. */
export const sortingName = (name: string): string => name.toLowerCase()

export const productsView = headView(product, {
  table: 'products',
  version: 2,
  key: 'product_id',
  columns: {
    merchant_id: text(({ details }) => details.merchantId),
    name: json(({ details }) => details.name),
    description: json(({ details }) => details.description),
    price: bigint(({ details }) => details.price),
    currency: text(({ details }) => details.currency),
    category: text(({ details }) => categoryOf(details)),
    image: text(({ details }) => details.image),
    picture: json(({ details }) => details.picture ?? null),
    tags: json(({ details }) => details.tags),
    active: boolean(({ details }) => details.active),
    created_at: timestamptz(({ createdAt }) => createdAt),
    updated_at: timestamptz(({ updatedAt }) => updatedAt),
    name_ko: text(({ details }) => sortingName(details.name.ko)),
    name_en: text(({ details }) => sortingName(details.name.en)),
    words: texts(({ details }) => searchable(details)),
  },
  keep: ['created_at'],
})

/** Which pictures are kept. */
export const productFilesView = fileReferences(product, {
  table: 'product_files',
  filesOf: ({ details: { picture } }) => (picture ? [picture.sha256] : []),
})

export const categoriesView = headView(category, {
  table: 'categories',
  columns: {
    name: json(({ name }) => name),
    words: texts(({ name }) => tokensOf({ inside: name === null ? [] : [name.ko, name.en] })),
  },
})

export const sellersView = headView(seller, { table: 'sellers', columns: { name: json(({ name }) => name) } })

export type MovementKind = 'received' | 'adjusted' | 'shipped' | 'returned'

type Movement = StockMovement & {
  readonly kind: MovementKind
  readonly orderId: string | null
  readonly reason: string | null
  readonly actor: string
  readonly at: Date
}

const MOVES = [stockReceived, stockAdjusted, stockCommitted, stockReturned] as const

/** An order's event moves several products; a count moves the one it is about. */
function movementsOf(event: MessageOf<(typeof MOVES)[number]>): Movement[] {
  const { actor, at } = event
  const counted = (kind: MovementKind, { reason, ...movement }: DataOf<typeof stockReceived>): Movement[] => [
    { ...movement, kind, orderId: null, reason, actor, at },
  ]
  const ordered = (kind: MovementKind, { orderId, movements }: DataOf<typeof stockCommitted>): Movement[] =>
    movements.map(movement => ({ ...movement, kind, orderId, reason: null, actor, at }))
  switch (event.type) {
    case stockReceived.type:
      return counted('received', event.data)
    case stockAdjusted.type:
      return counted('adjusted', event.data)
    case stockCommitted.type:
      return ordered('shipped', event.data)
    case stockReturned.type:
      return ordered('returned', event.data)
  }
}

const insertMovements = copyInto<Movement>('stock_movements', {
  product_id: text(m => m.productId),
  number: integer(m => m.number),
  kind: text(m => m.kind),
  change: bigint(m => m.change),
  on_hand: bigint(m => m.onHand),
  order_id: text(m => m.orderId),
  reason: text(m => m.reason),
  actor: text(m => m.actor),
  at: timestamptz(m => m.at),
})

export const movementsView = view({
  name: 'stock-movements',
  tables: ['stock_movements'],
  events: MOVES,
  async apply(tx, events) {
    await insertMovements(tx, events.flatMap(movementsOf))
  },
})
