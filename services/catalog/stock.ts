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
import { bigint, boolean, integer } from '../../platform/db/copy.ts'
import { defineAggregate, type FactOf } from '../../platform/kit/aggregate.ts'
import { idOf } from '../../platform/kit/head-key.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { tableStorage } from '../../platform/kit/table-storage.ts'

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

export const available = (stock: Stock): number => stock.onHand - stock.reserved

const none = (key: string): Stock => ({
  productId: idOf(key),
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

export const stock = defineAggregate({
  name: 'stock',
  shape: 1,
  initial: none,
  events: EVENTS,
  evolve: (state: Stock, event) => sound(evolveStock(state, event)),
  storage: tableStorage<Stock, Omit<Stock, 'productId' | 'known'>>({
    aggregate: 'stock',
    table: 'stock',
    key: 'product_id',
    columns: {
      active: boolean(({ state }) => state.active),
      on_hand: bigint(({ state }) => state.onHand),
      reserved: bigint(({ state }) => state.reserved),
      movements: integer(({ state }) => state.movements),
    },
    select: 'active, on_hand::float8 as "onHand", reserved::float8 as reserved, movements',
    stateOf: ({ active, onHand, reserved, movements }, productId) => ({
      ...{ productId, known: true, active, onHand, reserved, movements },
    }),
  }),
})

export const stockKey = stock.key
