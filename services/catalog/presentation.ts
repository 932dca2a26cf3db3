/** A product as the API shows it: prices in major units, stock beside it. */
import { Type } from 'typebox'
import { Localized, type ProductDetails, type ProductPicture, pictureUrl } from '../../contracts/catalog.ts'
import { AmountSchema, CurrencySchema, toMajor } from '../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import type { Product } from './product.ts'
import type { Stock } from './stock.ts'

export const StockSchema = Type.Object(
  {
    onHand: Type.Integer(),
    reserved: Type.Integer(),
    available: Type.Integer({ minimum: 0 }),
  },
  { $id: 'Stock' },
)

const PictureSchema = Type.Object(
  {
    url: Type.String({
      format: 'uri-reference',
      description: 'Another picture has another URL: keep copies for ever.',
    }),
    alt: Nullable(Localized),
    width: Type.Integer(),
    height: Type.Integer(),
  },
  { $id: 'ProductPicture' },
)

export const ProductSchema = Type.Object(
  {
    id: Type.String(),
    name: Localized,
    description: Localized,
    price: AmountSchema,
    currency: CurrencySchema,
    category: Type.String(),
    image: Nullable(Type.String({ description: 'An address that the seller has named. Prefer `picture`.' })),
    picture: Nullable(PictureSchema),
    tags: Type.Array(Type.String()),
    active: Type.Boolean(),
    merchantId: Nullable(Type.String()),
    stock: StockSchema,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Product' },
)

/** What the page of one product shows beside it. */
export const ProductDetailSchema = Type.Object(
  {
    ...ProductSchema.properties,
    categoryName: Localized,
    seller: Type.Object({
      id: Nullable(Type.String({ description: 'Null for what is sold by us.' })),
      name: Nullable(Localized),
    }),
  },
  { $id: 'ProductDetail' },
)

/** What is sold under no merchant's name. */
export const OWN_NAME: Localized = { ko: '마당', en: 'Madang' }

export type StockLevel = Pick<Stock, 'onHand' | 'reserved'>

export const presentStock = ({ onHand, reserved }: StockLevel) => ({ onHand, reserved, available: onHand - reserved })

const presentPicture = (productId: string, picture: ProductPicture | null | undefined) => {
  if (!picture) return null
  const { alt, width, height } = picture
  return { url: pictureUrl(productId, picture), alt, width, height }
}

type ProductTimes = Pick<Product, 'createdAt' | 'updatedAt'>

export function presentProduct(details: ProductDetails, { createdAt, updatedAt }: ProductTimes, stock: StockLevel) {
  const { productId, name, description, price, currency, category, image, picture, tags, active, merchantId } = details
  return {
    id: productId,
    name,
    description,
    price: toMajor(price, currency),
    currency,
    category,
    image,
    picture: presentPicture(productId, picture),
    tags,
    active,
    merchantId,
    stock: presentStock(stock),
    createdAt,
    updatedAt,
  }
}
