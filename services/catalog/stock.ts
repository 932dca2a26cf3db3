/**
 * The stock of one product: what is on hand, what of it is reserved, and how often it moved. Kept in a typed table of
 * its own, locked and saved set-wise, so that a hot product costs one row per batch however many orders want it.
 */
import {
  availabilityChanged,
  productAdded,
  productChanged,
  reservationExpired,
  type StockLine,
  type StockMovement,
  stockAdjusted,
  stockCommitted,
  stockReceived,
  stockReleased,
  stockReserved,
  stockReturned,
} from '../../contracts/catalog.ts'
import { plainArray, textArray } from '../../platform/db/array-literal.ts'
import { bigint, boolean, copyInto, integer, text } from '../../platform/db/copy.ts'
import type { Queryable, Writing } from '../../platform/db/database.ts'
import { defineAggregate, type FactOf, type Head, insertOrUpdate } from '../../platform/kit/aggregate.ts'
import type { NewMessage } from '../../platform/kit/message.ts'

export interface Stock {
  readonly productId: string
  /** There is such a product. */
  readonly known: boolean
  readonly active: boolean
  readonly onHand: number
  readonly reserved: number
  /** Number of the last movement. */
  readonly movements: number
}

const PREFIX = 'stock:'

export const available = (stock: Stock): number => stock.onHand - stock.reserved

const none = (key: string): Stock => ({
  productId: key.slice(PREFIX.length),
  known: false,
  active: false,
  onHand: 0,
  reserved: 0,
  movements: 0,
})

/** The movement that changes the product's stock by so much. */
export const nextMovement = ({ productId, movements, onHand }: Stock, change: number): StockMovement => ({
  productId,
  number: movements + 1,
  change,
  onHand: onHand + change,
})

/** Told only when a product begins or ceases to be there for anyone, not at every sale. */
export function flips(before: Stock, after: Stock): NewMessage[] {
  const { productId } = before
  const isAvailable = available(after) > 0
  if (isAvailable === available(before) > 0) return []
  return [availabilityChanged.of(stockKey(productId), { productId, available: isAvailable })]
}

const ofProduct = <L extends { readonly productId: string }>(stock: Stock, lines: readonly L[]): L => {
  const line = lines.find(({ productId }) => productId === stock.productId)
  if (!line) throw new Error(`an event touches the stock of ${stock.productId} and does not speak of it`)
  return line
}

function reserve(stock: Stock, lines: readonly StockLine[], sign: 1 | -1): Stock {
  return { ...stock, reserved: stock.reserved + sign * ofProduct(stock, lines).quantity }
}

function move(stock: Stock, { number, onHand, change }: StockMovement): Stock {
  if (number !== stock.movements + 1 || onHand !== stock.onHand + change) {
    throw new Error(`movement ${number} of ${stock.productId} does not follow from the one before it`)
  }
  return { ...stock, onHand, movements: number }
}

const EVENTS = [
  productAdded,
  productChanged,
  stockReceived,
  stockAdjusted,
  stockReserved,
  stockReleased,
  reservationExpired,
  stockCommitted,
  stockReturned,
] as const

/** An event that changes a stock. */
export type StockFact = FactOf<(typeof EVENTS)[number]>

export function evolveStock(stock: Stock, event: StockFact): Stock {
  switch (event.type) {
    case productAdded.type:
    case productChanged.type:
      return { ...stock, known: true, active: event.data.active }
    case stockReceived.type:
    case stockAdjusted.type:
      return move(stock, event.data)
    case stockReserved.type:
      return reserve(stock, event.data.lines, 1)
    case stockReleased.type:
    case reservationExpired.type:
      return reserve(stock, event.data.lines, -1)
    case stockCommitted.type: {
      const movement = ofProduct(stock, event.data.movements)
      return { ...move(stock, movement), reserved: stock.reserved + movement.change }
    }
    case stockReturned.type:
      return move(stock, ofProduct(stock, event.data.movements))
  }
}

/** The last line before the table's own checks: stays on in production. */
function sound(stock: Stock): Stock {
  if (stock.reserved < 0 || available(stock) < 0)
    throw new Error(`more of ${stock.productId} is promised than is there`)
  return stock
}

const LOAD = `
  select product_id as "productId", true as known, active, on_hand::float8 as "onHand",
         reserved::float8 as reserved, movements, version
  from stock where product_id = any($1) order by product_id`

async function load(from: Queryable, keys: readonly string[], lock: boolean): Promise<Head<Stock>[]> {
  const { rows } = await from.query<Stock & { version: number }>(lock ? `${LOAD} for update` : LOAD, [
    keys.map(key => key.slice(PREFIX.length)),
  ])
  return rows.map(({ version, ...state }) => ({ key: stockKey(state.productId), version, state }))
}

const insert = copyInto<Head<Stock>>('stock', {
  product_id: text(({ state }) => state.productId),
  version: integer(({ version }) => version),
  active: boolean(({ state }) => state.active),
  on_hand: bigint(({ state }) => state.onHand),
  reserved: bigint(({ state }) => state.reserved),
  movements: integer(({ state }) => state.movements),
})

const update = (tx: Writing, heads: readonly Head<Stock>[]): Promise<unknown> =>
  tx.query(
    `update stock set version = s.version, active = s.active, on_hand = s.on_hand, reserved = s.reserved,
       movements = s.movements
     from unnest($1::text[], $2::int[], $3::boolean[], $4::bigint[], $5::bigint[], $6::int[])
       as s (product_id, version, active, on_hand, reserved, movements)
     where stock.product_id = s.product_id`,
    [
      textArray(heads, ({ state }) => state.productId),
      plainArray(heads, ({ version }) => version),
      plainArray(heads, ({ state }) => state.active),
      plainArray(heads, ({ state }) => state.onHand),
      plainArray(heads, ({ state }) => state.reserved),
      plainArray(heads, ({ state }) => state.movements),
    ],
  )

export const stock = defineAggregate({
  name: 'stock',
  shape: 1,
  initial: none,
  events: EVENTS,
  evolve: (state: Stock, event) => sound(evolveStock(state, event)),
  storage: { load, save: insertOrUpdate(insert, update) },
})

export const stockKey = stock.key
