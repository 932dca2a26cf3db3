/** A product: what is offered, by whom, at which price. Its stock is a head of its own. */
import { type Localized, type ProductDetails, productAdded, productChanged } from '../../contracts/catalog.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { idOf } from '../../platform/kit/head-key.ts'

export interface Product {
  readonly known: boolean
  readonly details: ProductDetails
  readonly createdAt: string
  readonly updatedAt: string
}

const nothing: Localized = { ko: '', en: '' }

const unknown = (key: string): Product => ({
  known: false,
  details: {
    productId: idOf(key),
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

export const product = defineAggregate({
  name: 'product',
  shape: 1,
  initial: unknown,
  events: [productAdded, productChanged],
  evolve(state: Product, event): Product {
    const at = event.at.toISOString()
    switch (event.type) {
      case productAdded.type:
        return { known: true, details: event.data, createdAt: at, updatedAt: at }
      case productChanged.type:
        return { ...state, details: event.data, updatedAt: at }
    }
  },
})

export const productKey = product.key
