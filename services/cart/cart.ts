/** A member's cart, pure: lines with the product as it was when it was added, and what may be done with them. */
import {
  cartEmptied,
  type ItemAdded,
  itemAdded,
  itemRemoved,
  itemsBought,
  quantityChanged,
} from '../../contracts/cart.ts'
import type { StockLine } from '../../contracts/catalog.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'

/** Pieces of one product, and products of one cart. */
export const QUANTITY_MAX = 99
export const LINES_MAX = 100

export interface CartLine extends Omit<ItemAdded, 'memberId'> {
  readonly addedAt: string
}

export interface Cart {
  readonly lines: readonly CartLine[]
}

const lineOf = (cart: Cart, productId: string): CartLine | undefined =>
  cart.lines.find(line => line.productId === productId)

/** The product as it is now; an existing line takes it over, since the member has just seen it. */
export type Item = Omit<ItemAdded, 'memberId'>

/** Refused with `quantity_limit`, `cart_full`. */
export function add(cart: Cart, memberId: string, item: Item): NewMessage<ItemAdded> | Refusal {
  const inCart = lineOf(cart, item.productId)?.quantity ?? 0
  if (inCart + item.quantity > QUANTITY_MAX) return refuse('quantity_limit', { max: QUANTITY_MAX, inCart })
  if (inCart === 0 && cart.lines.length >= LINES_MAX) return refuse('cart_full', { max: LINES_MAX })
  return itemAdded.of(cartKey(memberId), { memberId, ...item })
}

/** Refused with `item_unknown`, `quantity_limit`. */
export function setQuantity(cart: Cart, memberId: string, line: StockLine): NewMessage | Refusal {
  const { productId, quantity } = line
  if (!lineOf(cart, productId)) return refuse('item_unknown', { productId })
  if (quantity > QUANTITY_MAX) return refuse('quantity_limit', { max: QUANTITY_MAX })
  return quantityChanged.of(cartKey(memberId), { memberId, productId, quantity })
}

/** Refused with `item_unknown`. */
export function remove(cart: Cart, memberId: string, productId: string): NewMessage | Refusal {
  if (!lineOf(cart, productId)) return refuse('item_unknown', { productId })
  return itemRemoved.of(cartKey(memberId), { memberId, productId })
}

/** Nothing happens to a cart that is empty already. */
export function empty(cart: Cart, memberId: string, reason: 'cleared' | 'member_forgotten'): NewMessage[] {
  return cart.lines.length === 0 ? [] : [cartEmptied.of(cartKey(memberId), { memberId, reason })]
}

/** Takes out what an order bought; pieces that were added meanwhile stay. */
export function takeBought(
  cart: Cart,
  order: { memberId: string; orderId: string; lines: readonly StockLine[] },
): NewMessage[] {
  const { memberId, orderId } = order
  const lines = order.lines
    .filter(({ productId }) => lineOf(cart, productId))
    .map(({ productId, quantity }) => ({ productId, quantity }))
  return lines.length === 0 ? [] : [itemsBought.of(cartKey(memberId), { memberId, orderId, lines })]
}

function put(cart: Cart, { memberId: _, ...item }: ItemAdded, addedAt: string): Cart {
  const before = lineOf(cart, item.productId)
  if (!before) return { lines: [...cart.lines, { ...item, addedAt }] }
  const line = { ...before, ...item, quantity: before.quantity + item.quantity, addedAt }
  return { lines: cart.lines.map(other => (other === before ? line : other)) }
}

function change(cart: Cart, productId: string, quantity: (before: number) => number): Cart {
  const lines = cart.lines.map(line =>
    line.productId === productId ? { ...line, quantity: quantity(line.quantity) } : line,
  )
  return { lines: lines.filter(line => line.quantity > 0) }
}

export const cartAggregate = defineAggregate({
  name: 'cart',
  shape: 1,
  initial: () => ({ lines: [] }),
  events: [itemAdded, quantityChanged, itemRemoved, itemsBought, cartEmptied],
  evolve(cart: Cart, event): Cart {
    switch (event.type) {
      case itemAdded.type:
        return put(cart, event.data, event.at.toISOString())
      case quantityChanged.type:
        return change(cart, event.data.productId, () => event.data.quantity)
      case itemRemoved.type:
        return change(cart, event.data.productId, () => 0)
      case itemsBought.type:
        return event.data.lines.reduce(
          (left, { productId, quantity }) => change(left, productId, before => before - quantity),
          cart,
        )
      case cartEmptied.type:
        return { lines: [] }
    }
  },
})

export const cartKey = cartAggregate.key
