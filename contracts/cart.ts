/** The contract of the cart: its event, and its lines for an order that names none. */
import { type Static, Type } from 'typebox'
import { command, defineContract, event, rpc } from '../platform/kit/contract.ts'
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

const ShownPrice = Type.Object({ productId: Type.String(), price: Type.Integer({ minimum: 1 }) })
const ShownPrices = Type.Object({ ...OfMember, lines: Type.Array(ShownPrice) })
/** Prices that have risen since the products were added were told to the member: the cart shows them from now on. */
export const pricesShown = event('cart.prices-shown', ShownPrices)
/** From an order of the cart that was refused because of them. */
export const showPrices = command('cart.show-prices', ShownPrices)

/** The cart as it is shown: what is in it at which price, and the version that an order of it consumes. */
export const cartLines = rpc(
  'cart.cart-lines',
  Type.Object({ memberId: Type.String() }),
  Type.Object({
    version: Type.Integer({ minimum: 0 }),
    lines: Type.Array(
      Type.Object({ ...StockLine.properties, price: Type.Integer({ minimum: 1 }), currency: Type.String() }),
    ),
  }),
)

export const cartContract = defineContract('cart', {
  summary: 'What each member means to buy.',
  events: { itemAdded, quantityChanged, itemRemoved, cartEmptied, itemsBought, pricesShown },
  commands: { showPrices },
  rpcs: { cartLines },
})
