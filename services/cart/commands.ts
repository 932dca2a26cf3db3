/** What members, orders and the end of a membership do to a cart. */
import {
  cartEmptied,
  itemAdded,
  itemRemoved,
  itemsBought,
  pricesShown,
  quantityChanged,
  type showPrices,
} from '../../contracts/cart.ts'
import { type StockLine, stockLinesOf } from '../../contracts/catalog.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { type Cart, cartAggregate, cartKey, type Item, LINES_MAX, lineOf, QUANTITY_MAX } from './cart.ts'
import type { Copies } from './copies.ts'
import { presentCart } from './presentation.ts'

/** Whose cart it is, and its products as they were read a moment ago if an answer shows them. */
export interface CartContext {
  readonly memberId: string
  readonly copies?: Copies
}

type Rule = (cart: Cart, key: string) => NewMessage | null | Refusal

const commandOn = ({ memberId, copies }: CartContext, type: string, rule: Rule): Command => {
  const key = cartKey(memberId)
  return {
    type,
    keys: [key],
    decide(states, { now }) {
      const before = states.of(key)
      const given = rule(before, key)
      if (isRefusal(given)) return given
      const messages = given ? [given] : []
      if (!copies) return accept(messages)
      const after = { cart: cartAggregate.after(before, messages, now), version: states.version(key) + messages.length }
      return accept(messages, { reply: presentCart(memberId, after, copies) })
    },
  }
}

/** An existing line takes over the product as it is now: the member has just seen it. Refused with `quantity_limit`, `cart_full`. */
export const addItem = (context: CartContext, item: Item): Command =>
  commandOn(context, 'cart.add-item', (cart, key) => {
    const inCart = lineOf(cart, item.productId)?.quantity ?? 0
    if (inCart + item.quantity > QUANTITY_MAX) return refuse('quantity_limit', { max: QUANTITY_MAX, inCart })
    if (inCart === 0 && cart.lines.length >= LINES_MAX) return refuse('cart_full', { max: LINES_MAX })
    return itemAdded.of(key, { memberId: context.memberId, ...item })
  })

/** Refused with `item_unknown`, `quantity_limit`. */
export const changeQuantity = (context: CartContext, { productId, quantity }: StockLine): Command =>
  commandOn(context, 'cart.change-quantity', (cart, key) => {
    if (!lineOf(cart, productId)) return refuse('item_unknown', { productId })
    if (quantity > QUANTITY_MAX) return refuse('quantity_limit', { max: QUANTITY_MAX })
    return quantityChanged.of(key, { memberId: context.memberId, productId, quantity })
  })

/** Refused with `item_unknown`. */
export const removeItem = (context: CartContext, productId: string): Command =>
  commandOn(context, 'cart.remove-item', (cart, key) =>
    lineOf(cart, productId)
      ? itemRemoved.of(key, { memberId: context.memberId, productId })
      : refuse('item_unknown', { productId }),
  )

/** Nothing happens to a cart that is empty already. */
const empty =
  (memberId: string, reason: 'cleared' | 'member_forgotten'): Rule =>
  (cart, key) =>
    cart.lines.length === 0 ? null : cartEmptied.of(key, { memberId, reason })

export const clearCart = (memberId: string): Command =>
  commandOn({ memberId, copies: new Map() }, 'cart.clear', empty(memberId, 'cleared'))

export const forgetCart = (memberId: string): Command =>
  commandOn({ memberId }, 'cart.forget', empty(memberId, 'member_forgotten'))

/** Takes out what an order bought; pieces that were added meanwhile stay. */
export const takeBoughtItems = ({ memberId, orderId, lines }: DataOf<typeof itemsBought>): Command =>
  commandOn({ memberId }, 'cart.take-bought', (cart, key) => {
    const bought = stockLinesOf(lines.filter(({ productId }) => lineOf(cart, productId)))
    return bought.length === 0 ? null : itemsBought.of(key, { memberId, orderId, lines: bought })
  })

/** An order of the cart was refused because of these prices. Those that have fallen are charged as they are. */
export const showRisenPrices = ({ memberId, lines }: DataOf<typeof showPrices>): Command =>
  commandOn({ memberId }, 'cart.show-prices', (cart, key) => {
    const risen = lines.filter(({ productId, price }) => (lineOf(cart, productId)?.price ?? price) < price)
    return risen.length === 0 ? null : pricesShown.of(key, { memberId, lines: risen })
  })
