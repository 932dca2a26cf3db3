/** A product as the API shows it: prices in major units, stock beside it. */
import { Type } from 'typebox'
import { idOf, inBoth } from '../../contracts/api-fields.ts'
import { type Localized, type ProductDetails, type ProductPicture, pictureUrl } from '../../contracts/catalog.ts'
import { AmountSchema, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { annotated, Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import type { Product } from './product.ts'
import type { Stock } from './stock.ts'

/** What the document shows as a product. */
export const SAMPLE = {
  price: 14_500,
  image: '/images/coffee-ethiopia.png',
  names: ['에티오피아 원두 200g', 'Coffee beans from Ethiopia, 200 g'],
  descriptions: ['꽃향기가 나는 약배전 원두', 'Lightly roasted, with a scent of flowers'],
} as const

export const StockSchema = Type.Object(
  {
    onHand: Type.Integer({ description: 'Pieces that are there.', examples: [246] }),
    reserved: Type.Integer({ description: 'Of these, for orders that are not confirmed yet.', examples: [2] }),
    available: Type.Integer({ minimum: 0, description: 'Pieces that can be ordered.', examples: [244] }),
  },
  { $id: 'Stock' },
)

const PictureSchema = Type.Object(
  {
    url: Type.String({
      format: 'uri-reference',
      description: 'Another picture has another URL: keep copies for ever.',
      examples: ['/api/products/coffee-ethiopia/pictures/W49tdctCDlRkk1e19r_l30kwCj14AckQ7Huc8JZTmRs'],
    }),
    alt: Nullable(inBoth('커피콩이 담긴 봉투', 'A bag of coffee beans'), { description: 'What it shows.' }),
    width: Type.Integer({ examples: [1_200] }),
    height: Type.Integer({ examples: [800] }),
  },
  { $id: 'ProductPicture' },
)

export const ProductSchema = Type.Object(
  {
    id: idOf('product'),
    name: inBoth(...SAMPLE.names),
    description: inBoth(...SAMPLE.descriptions),
    price: annotated(AmountSchema, { example: SAMPLE.price }),
    currency: Currency,
    category: Type.String({ description: 'The code of its category.', examples: ['coffee'] }),
    image: Nullable(Type.String({ description: 'An address that the seller has named. Prefer `picture`.' }), {
      example: null,
    }),
    picture: Nullable(PictureSchema),
    tags: Type.Array(Type.String({ examples: ['single origin'] })),
    active: Type.Boolean({ description: 'Whether it is for sale.', examples: [true] }),
    merchantId: Nullable(idOf('merchant'), { description: 'Whose it is; null for the house’s own.' }),
    stock: StockSchema,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Product' },
)

export const SellerTitle = inBoth('마당커피', 'Madang Coffee')
const ProductSeller = Type.Object(
  {
    id: Nullable(idOf('merchant'), { description: 'Null for what is sold by us.' }),
    name: Nullable(SellerTitle),
  },
  { $id: 'ProductSeller' },
)

/** What the page of one product shows beside it. */
export const ProductDetailSchema = Type.Object(
  {
    ...ProductSchema.properties,
    categoryName: inBoth('커피', 'Coffee'),
    seller: ProductSeller,
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
