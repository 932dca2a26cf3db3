/** What the catalog tells, takes and answers. Prices are integers in the currency's minor unit. */
import { type Static, Type } from 'typebox'
import { command, defineContract, event } from '../platform/kit/contract.ts'

export const Localized = Type.Object({ ko: Type.String(), en: Type.String() })
export type Localized = Static<typeof Localized>

/** Everything other services copy of a product; told whole at each change. */
export const ProductSnapshot = Type.Object({
  productId: Type.String(),
  merchantId: Type.Union([Type.String(), Type.Null()]),
  name: Localized,
  price: Type.Integer({ minimum: 1 }),
  currency: Type.String(),
  category: Type.String(),
  image: Type.Union([Type.String(), Type.Null()]),
  active: Type.Boolean(),
})
export type ProductSnapshot = Static<typeof ProductSnapshot>

/** The whole product: what others copy, and what only the catalog's own pages show. */
export const ProductDetails = Type.Object({
  ...ProductSnapshot.properties,
  description: Localized,
  tags: Type.Array(Type.String()),
})
export type ProductDetails = Static<typeof ProductDetails>

export const productAdded = event('catalog.product-added', ProductDetails)
export const productChanged = event('catalog.product-changed', ProductDetails)
/** Tells whether a product can be had at all; sent when that changes, not at every sale. */
export const availabilityChanged = event(
  'catalog.availability-changed',
  Type.Object({ productId: Type.String(), available: Type.Boolean() }),
)

/** The same product may stand in several lines; quantities are summed before the check. */
export const StockLine = Type.Object({ productId: Type.String(), quantity: Type.Integer({ minimum: 1 }) })
export type StockLine = Static<typeof StockLine>

const OrderLines = { orderId: Type.String(), lines: Type.Array(StockLine, { minItems: 1 }) }

/** All lines or none. Refused with `out_of_stock` (and the products), `product_unknown` or `product_inactive`. */
export const reserveStock = command(
  'catalog.reserve-stock',
  Type.Object({ ...OrderLines, expiresAt: Type.String({ format: 'date-time' }) }),
  { refusals: ['out_of_stock', 'product_unknown', 'product_inactive'] },
)
export const commitStock = command('catalog.commit-stock', Type.Object(OrderLines))
/** Gives a reservation back; one that is released or expired already stays so, and the answer is still yes. */
export const releaseStock = command('catalog.release-stock', Type.Object(OrderLines))
/** Puts what was committed for an order back on the shelf, once. */
export const returnStock = command('catalog.return-stock', Type.Object(OrderLines))

/** From a reservation's own timer. */
export const expireReservation = command('catalog.expire-reservation', Type.Object(OrderLines))

/** One change of what is on the shelf. Movements of a product are numbered 1, 2, 3 …; their sum is what is on hand. */
export const StockMovement = Type.Object({
  productId: Type.String(),
  number: Type.Integer({ minimum: 1 }),
  change: Type.Integer(),
  /** On hand after this movement. */
  onHand: Type.Integer({ minimum: 0 }),
})
export type StockMovement = Static<typeof StockMovement>

const CountedMovement = Type.Object({ ...StockMovement.properties, reason: Type.String() })
/** More came in. */
export const stockReceived = event('catalog.stock-received', CountedMovement)
/** Less is there than the books said: broken, lost, taken out. */
export const stockAdjusted = event('catalog.stock-adjusted', CountedMovement)

/** A reservation's lines: one for each product, quantities summed. */
const Reservation = { orderId: Type.String(), lines: Type.Array(StockLine) }
export const stockReserved = event(
  'catalog.stock-reserved',
  Type.Object({ ...Reservation, expiresAt: Type.String({ format: 'date-time' }) }),
)
export type StockReserved = Static<typeof stockReserved.schema>
export const stockReleased = event('catalog.stock-released', Type.Object(Reservation))
export const reservationExpired = event('catalog.reservation-expired', Type.Object(Reservation))

const OrderMovements = Type.Object({ orderId: Type.String(), movements: Type.Array(StockMovement) })
/** Sold: the reservation left the shelf. */
export const stockCommitted = event('catalog.stock-committed', OrderMovements)
/** What had been sold is back on the shelf. */
export const stockReturned = event('catalog.stock-returned', OrderMovements)

export const catalogContract = defineContract('catalog', {
  events: {
    productAdded,
    productChanged,
    availabilityChanged,
    stockReceived,
    stockAdjusted,
    stockReserved,
    stockReleased,
    reservationExpired,
    stockCommitted,
    stockReturned,
  },
  commands: { reserveStock, commitStock, releaseStock, returnStock, expireReservation },
})
