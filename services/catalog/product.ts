/** A product: what is offered, by whom, at which price. Its stock is a head of its own. */
import { type Localized, type ProductDetails, productAdded, productChanged } from '../../contracts/catalog.ts'
import type { Aggregate } from '../../platform/kit/aggregate.ts'

export interface Product {
  readonly known: boolean
  readonly details: ProductDetails
  readonly createdAt: string
  readonly updatedAt: string
}

export const productKey = (productId: string): string => `product:${productId}`

const nothing: Localized = { ko: '', en: '' }

const unknown = (key: string): Product => ({
  known: false,
  details: {
    productId: key.slice('product:'.length),
    merchantId: null,
    name: nothing,
    description: nothing,
    price: 0,
    currency: '',
    category: '',
    image: null,
    tags: [],
    active: false,
  },
  createdAt: '',
  updatedAt: '',
})

function evolve(product: Product, event: { type: string; data: unknown; at: Date }): Product {
  const at = event.at.toISOString()
  switch (event.type) {
    case productAdded.type:
      return { known: true, details: event.data as ProductDetails, createdAt: at, updatedAt: at }
    case productChanged.type:
      return { ...product, details: event.data as ProductDetails, updatedAt: at }
    default:
      return product
  }
}

export const product: Aggregate<Product> = { name: 'product', shape: 1, initial: unknown, evolve }
