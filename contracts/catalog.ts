/** The contract of the catalog. Prices are integers in the currency's minor unit. */
import { type Static, Type } from 'typebox'
import { command, defineContract, event } from '../platform/kit/contract.ts'
import { Nullable } from '../platform/kit/schemas.ts'
import { mayLeave } from './obligations.ts'

/** A text in both languages. */
export const Localized = Type.Object({ ko: Type.String(), en: Type.String() }, { $id: 'LocalizedText' })
export type Localized = Static<typeof Localized>

/** A product's picture. The file itself is the catalog's; its hash names it. */
export const ProductPicture = Type.Object({
  /** Of the file, base64url. */
  sha256: Type.String(),
  /** As it is shown. */
  width: Type.Integer({ minimum: 1 }),
  height: Type.Integer({ minimum: 1 }),
  /** What it shows, for who does not see it. */
  alt: Nullable(Localized),
})
export type ProductPicture = Static<typeof ProductPicture>

/** Everything that other services copy of a product; published as a whole at each change. */
export const ProductSnapshot = Type.Object({
  productId: Type.String(),
  merchantId: Nullable(Type.String()),
  name: Localized,
  price: Type.Integer({ minimum: 1 }),
  currency: Type.String(),
  category: Type.String(),
  /** An address that its seller has named. */
  image: Nullable(Type.String()),
  /** Products of the first releases say nothing of it, and have none. */
  picture: Type.Optional(Nullable(ProductPicture)),
  active: Type.Boolean(),
})
export type ProductSnapshot = Static<typeof ProductSnapshot>

/** Where the file of a picture is. Another picture has another address, so that copies of it are good for ever. */
export const pictureUrl = (productId: string, { sha256 }: Pick<ProductPicture, 'sha256'>): string =>
  `/api/products/${encodeURIComponent(productId)}/pictures/${sha256}`

/** The address of what shows the product: of its picture, or the one that its seller has named. */
export const imageOf = ({ productId, picture, image }: Pick<ProductSnapshot, 'productId' | 'picture' | 'image'>) =>
  picture ? pictureUrl(productId, picture) : image

/** The whole product: the fields that other services copy, and those that only the catalog itself shows. */
export const ProductDetails = Type.Object({
  ...ProductSnapshot.properties,
  description: Localized,
  tags: Type.Array(Type.String()),
})
export type ProductDetails = Static<typeof ProductDetails>

export const productAdded = event('catalog.product-added', ProductDetails)
export const productChanged = event('catalog.product-changed', ProductDetails)
/** What people call a category; products name it by its code. */
export const categoryNamed = event('catalog.category-named', Type.Object({ category: Type.String(), name: Localized }))
/** What a seller is called where their products are sold. */
export const sellerNamed = event('catalog.seller-named', Type.Object({ sellerId: Type.String(), name: Localized }))
/** Whether a product is available at all. Published when that changes, not at every sale. */
export const availabilityChanged = event(
  'catalog.availability-changed',
  Type.Object({ productId: Type.String(), available: Type.Boolean() }),
)

/** The same product may stand in several lines; quantities are summed before the check. */
export const StockLine = Type.Object({ productId: Type.String(), quantity: Type.Integer({ minimum: 1 }) })
export type StockLine = Static<typeof StockLine>

/** Product and quantity of lines that tell more. */
export const stockLinesOf = (lines: readonly StockLine[]): StockLine[] =>
  lines.map(({ productId, quantity }) => ({ productId, quantity }))

const OrderLines = { orderId: Type.String(), lines: Type.Array(StockLine, { minItems: 1 }) }

/**
 * Reserves all lines or none. Refused with `out_of_stock` (and the products), `product_unknown` or `product_inactive`.
 */
export const reserveStock = command(
  'catalog.reserve-stock',
  Type.Object({ ...OrderLines, expiresAt: Type.String({ format: 'date-time' }) }),
  { refusals: ['out_of_stock', 'product_unknown', 'product_inactive'] },
)
export const commitStock = command('catalog.commit-stock', Type.Object(OrderLines))
/** Releases a reservation. One that is already released or expired stays so, and the reply is a success. */
export const releaseStock = command('catalog.release-stock', Type.Object(OrderLines))
/** Returns to stock what was committed for an order, once. */
export const returnStock = command('catalog.return-stock', Type.Object(OrderLines))

/** From the timer of a reservation. */
export const expireReservation = command('catalog.expire-reservation', Type.Object(OrderLines))

/** One change of the stock on hand. Movements of a product are numbered 1, 2, 3 …; their sum is the stock on hand. */
export const StockMovement = Type.Object({
  productId: Type.String(),
  number: Type.Integer({ minimum: 1 }),
  change: Type.Integer(),
  /** On hand after this movement. */
  onHand: Type.Integer({ minimum: 0 }),
})
export type StockMovement = Static<typeof StockMovement>

const CountedMovement = Type.Object({ ...StockMovement.properties, reason: Type.String() })
/** Stock was delivered. */
export const stockReceived = event('catalog.stock-received', CountedMovement)
/** The stock is smaller than recorded: broken, lost, removed. */
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
/** Sold: the reservation left the stock. */
export const stockCommitted = event('catalog.stock-committed', OrderMovements)
/** Sold items are back in stock. */
export const stockReturned = event('catalog.stock-returned', OrderMovements)

export const catalogContract = defineContract('catalog', {
  summary: 'Products, their categories and prices, and their stock.',
  events: {
    productAdded,
    productChanged,
    categoryNamed,
    sellerNamed,
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
  rpcs: { mayLeave: mayLeave.of('catalog') },
})
