/** A member's cart, pure: lines with the product as it was when it was added. */
import {
  cartEmptied,
  type ItemAdded,
  itemAdded,
  itemRemoved,
  itemsBought,
  pricesShown,
  quantityChanged,
} from '../../contracts/cart.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'

/** Pieces of one product, and products of one cart. */
export const QUANTITY_MAX = 99
export const LINES_MAX = 100

/** The product as it was when it was added, and how many of it. */
export type Item = Omit<ItemAdded, 'memberId'>

export interface CartLine extends Item {
  readonly addedAt: string
}

export interface Cart {
  readonly lines: readonly CartLine[]
}

export const lineOf = (cart: Cart, productId: string): CartLine | undefined =>
  cart.lines.find(line => line.productId === productId)

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
  events: [itemAdded, quantityChanged, itemRemoved, itemsBought, cartEmptied, pricesShown],
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
      case pricesShown.type: {
        const prices = new Map(event.data.lines.map(({ productId, price }) => [productId, price]))
        return { lines: cart.lines.map(line => ({ ...line, price: prices.get(line.productId) ?? line.price })) }
      }
    }
  },
})

export const cartKey = cartAggregate.key
