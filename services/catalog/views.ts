/** Read models of the catalog, written set-wise in the batch that changes them: products to list, movements to count. */
import {
  type ProductDetails,
  type StockMovement,
  stockAdjusted,
  stockCommitted,
  stockReceived,
  stockReturned,
} from '../../contracts/catalog.ts'
import { bigint, boolean, copyInto, double, integer, json, text, texts, timestamptz } from '../../platform/db/copy.ts'
import { toMajor } from '../../platform/http/routes/amount.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import { type MessageOf, view } from '../../platform/service/handlers.ts'
import { headView } from '../../platform/service/head-view.ts'
import { product } from './product.ts'
import { wordsOf } from './search.ts'

const searchable = ({ name, description, category, tags }: ProductDetails): string[] =>
  wordsOf(name.ko, name.en, description.ko, description.en, category, ...tags)

export const productsView = headView(product, {
  table: 'products',
  key: 'product_id',
  columns: {
    merchant_id: text(({ details }) => details.merchantId),
    name: json(({ details }) => details.name),
    description: json(({ details }) => details.description),
    price: bigint(({ details }) => details.price),
    currency: text(({ details }) => details.currency),
    category: text(({ details }) => details.category),
    image: text(({ details }) => details.image),
    tags: json(({ details }) => details.tags),
    active: boolean(({ details }) => details.active),
    created_at: timestamptz(({ createdAt }) => createdAt),
    updated_at: timestamptz(({ updatedAt }) => updatedAt),
    price_major: double(({ details }) => toMajor(details.price, details.currency)),
    name_ko: text(({ details }) => details.name.ko.toLowerCase()),
    name_en: text(({ details }) => details.name.en.toLowerCase()),
    words: texts(({ details }) => searchable(details)),
  },
  keep: ['created_at'],
})

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
