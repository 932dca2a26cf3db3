/** A product as the API shows it: prices in major units, stock beside it. */
import { Type } from 'typebox'
import { Localized, type ProductDetails } from '../../contracts/catalog.ts'
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

export const ProductSchema = Type.Object(
  {
    id: Type.String(),
    name: Localized,
    description: Localized,
    price: AmountSchema,
    currency: CurrencySchema,
    category: Type.String(),
    image: Nullable(Type.String()),
    tags: Type.Array(Type.String()),
    active: Type.Boolean(),
    merchantId: Nullable(Type.String()),
    stock: StockSchema,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Product' },
)

export type StockLevel = Pick<Stock, 'onHand' | 'reserved'>

export const presentStock = ({ onHand, reserved }: StockLevel) => ({ onHand, reserved, available: onHand - reserved })

type ProductTimes = Pick<Product, 'createdAt' | 'updatedAt'>

export function presentProduct(details: ProductDetails, { createdAt, updatedAt }: ProductTimes, stock: StockLevel) {
  const { productId, name, description, price, currency, category, image, tags, active, merchantId } = details
  return {
    id: productId,
    name,
    description,
    price: toMajor(price, currency),
    currency,
    category,
    image,
    tags,
    active,
    merchantId,
    stock: presentStock(stock),
    createdAt,
    updatedAt,
  }
}
