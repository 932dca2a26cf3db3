/** Read models of the catalog, written set-wise in the batch that changes them: products to list, movements to count. */
import {
  type ProductDetails,
  productAdded,
  productChanged,
  type StockMovement,
  stockAdjusted,
  stockCommitted,
  stockReceived,
  stockReturned,
} from '../../contracts/catalog.ts'
import { bigint, copyInto, integer, text, timestamptz } from '../../platform/db/copy.ts'
import { toMajor } from '../../platform/http/routes/amount.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import { type MessageOf, view } from '../../platform/service/handlers.ts'
import { wordsOf } from './search.ts'

const UPSERT_PRODUCTS = `
  insert into products (product_id, merchant_id, name, description, price, currency, category, image, tags, active,
                        created_at, updated_at, price_major, name_ko, name_en, words)
  select product_id, merchant_id, name::json, description::json, price, currency, category, image, tags::json, active,
         created_at, updated_at, price_major, name_ko, name_en, array(select json_array_elements_text(words::json))
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[],
              $9::text[], $10::boolean[], $11::timestamptz[], $12::timestamptz[], $13::float8[], $14::text[],
              $15::text[], $16::text[])
    as p (product_id, merchant_id, name, description, price, currency, category, image, tags, active,
          created_at, updated_at, price_major, name_ko, name_en, words)
  on conflict (product_id) do update set
    merchant_id = excluded.merchant_id, name = excluded.name, description = excluded.description,
    price = excluded.price, currency = excluded.currency, category = excluded.category, image = excluded.image,
    tags = excluded.tags, active = excluded.active, updated_at = excluded.updated_at,
    price_major = excluded.price_major, name_ko = excluded.name_ko, name_en = excluded.name_en, words = excluded.words`

interface ProductFacts {
  readonly details: ProductDetails
  readonly firstAt: Date
  readonly lastAt: Date
}

/** The last word on each product; the time of the first, which is when it was added if it is new. */
function lastReported(events: readonly MessageOf<typeof productAdded | typeof productChanged>[]): ProductFacts[] {
  const told = new Map<string, ProductFacts>()
  for (const { data, at } of events) {
    told.set(data.productId, { details: data, firstAt: told.get(data.productId)?.firstAt ?? at, lastAt: at })
  }
  return [...told.values()]
}

const searchable = ({ name, description, category, tags }: ProductDetails): string[] =>
  wordsOf(name.ko, name.en, description.ko, description.en, category, ...tags)

export const productsView = view({
  name: 'products',
  tables: ['products'],
  events: [productAdded, productChanged],
  async apply(tx, events) {
    const told = lastReported(events)
    const details = told.map(product => product.details)
    await tx.query(UPSERT_PRODUCTS, [
      details.map(p => p.productId),
      details.map(p => p.merchantId),
      details.map(p => JSON.stringify(p.name)),
      details.map(p => JSON.stringify(p.description)),
      details.map(p => p.price),
      details.map(p => p.currency),
      details.map(p => p.category),
      details.map(p => p.image),
      details.map(p => JSON.stringify(p.tags)),
      details.map(p => p.active),
      told.map(p => p.firstAt),
      told.map(p => p.lastAt),
      details.map(p => toMajor(p.price, p.currency)),
      details.map(p => p.name.ko.toLowerCase()),
      details.map(p => p.name.en.toLowerCase()),
      details.map(p => JSON.stringify(searchable(p))),
    ])
  },
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
