/** The contract of the cart: its event, and its lines for an order that names none. */
import { type Static, Type } from 'typebox'
import { defineContract, event, rpc } from '../platform/kit/contract.ts'
import { Nullable } from '../platform/kit/schemas.ts'
import { Localized, StockLine } from './catalog.ts'

const OfMember = { memberId: Type.String() }
const Quantity = Type.Integer({ minimum: 1 })

/** The product as it was when it was added to the cart. Prices are integers in the currency's minor unit. */
const Snapshot = {
  name: Localized,
  image: Nullable(Type.String()),
  price: Type.Integer({ minimum: 1 }),
  currency: Type.String(),
}

export const itemAdded = event(
  'cart.item-added',
  Type.Object({ ...OfMember, productId: Type.String(), quantity: Quantity, ...Snapshot }),
)
export type ItemAdded = Static<typeof itemAdded.schema>

export const quantityChanged = event('cart.quantity-changed', Type.Object({ ...OfMember, ...StockLine.properties }))
export const itemRemoved = event('cart.item-removed', Type.Object({ ...OfMember, productId: Type.String() }))
export const cartEmptied = event(
  'cart.emptied',
  Type.Object({ ...OfMember, reason: Type.Enum(['cleared', 'member_forgotten']) }),
)
/** The items that were bought are removed; items that were added meanwhile stay. */
export const itemsBought = event(
  'cart.items-bought',
  Type.Object({ ...OfMember, orderId: Type.String(), lines: Type.Array(StockLine) }),
)

export const cartLines = rpc(
  'cart.cart-lines',
  Type.Object({ memberId: Type.String() }),
  Type.Object({ lines: Type.Array(StockLine) }),
)

export const cartContract = defineContract('cart', {
  summary: 'What each member means to buy.',
  events: { itemAdded, quantityChanged, itemRemoved, cartEmptied, itemsBought },
  rpcs: { cartLines },
})
