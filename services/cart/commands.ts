/** What members, orders and the end of a membership do to a cart. */
import type { StockLine } from '../../contracts/catalog.ts'
import { accept, type Command, type Decision } from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { isRefusal, type Refusal } from '../../platform/kit/refusal.ts'
import { add, type Cart, cartAggregate, cartKey, empty, type Item, remove, setQuantity, takeBought } from './cart.ts'
import type { Copy } from './copies.ts'
import { presentCart } from './presentation.ts'

/** Whose cart it is, and its products as they were read a moment ago, for the answer. */
export interface CartContext {
  readonly memberId: string
  readonly copies: ReadonlyMap<string, Copy>
}

type Rule = (cart: Cart) => readonly NewMessage<unknown>[] | NewMessage<unknown> | Refusal

const commandOn = (memberId: string, type: string, rule: Rule, reply?: (cart: Cart) => unknown): Command => {
  const key = cartKey(memberId)
  return {
    type,
    keys: [key],
    decide(states, { now: at }): Decision {
      const before = states.of(key)
      const given = rule(before)
      if (isRefusal(given)) return given
      const messages = 'type' in given ? [given] : given
      const after = cartAggregate.after(before, messages, at)
      return accept(messages, reply && { reply: reply(after) })
    },
  }
}

const shown =
  ({ memberId, copies }: CartContext) =>
  (cart: Cart) =>
    presentCart(memberId, cart, copies)

/** Refused with `quantity_limit`, `cart_full`. */
export const addItem = (cartContext: CartContext, item: Item): Command =>
  commandOn(cartContext.memberId, 'cart.add-item', cart => add(cart, cartContext.memberId, item), shown(cartContext))

/** Refused with `item_unknown`, `quantity_limit`. */
export const changeQuantity = (cartContext: CartContext, line: StockLine): Command =>
  commandOn(
    cartContext.memberId,
    'cart.change-quantity',
    cart => setQuantity(cart, cartContext.memberId, line),
    shown(cartContext),
  )

/** Refused with `item_unknown`. */
export const removeItem = (cartContext: CartContext, productId: string): Command =>
  commandOn(
    cartContext.memberId,
    'cart.remove-item',
    cart => remove(cart, cartContext.memberId, productId),
    shown(cartContext),
  )

export const clearCart = (memberId: string): Command =>
  commandOn(
    memberId,
    'cart.clear',
    cart => empty(cart, memberId, 'cleared'),
    cart => presentCart(memberId, cart, new Map()),
  )

export const takeBoughtItems = (order: { memberId: string; orderId: string; lines: readonly StockLine[] }): Command =>
  commandOn(order.memberId, 'cart.take-bought', cart => takeBought(cart, order))

export const forgetCart = (memberId: string): Command =>
  commandOn(memberId, 'cart.forget', cart => empty(cart, memberId, 'member_forgotten'))
