/** Browsing: the list, a search and one product, a third each. */
import type { Requests } from '../driver/load.ts'
import { get, oneOf } from './request.ts'

export interface CatalogInput {
  readonly products: readonly string[]
  /** Beginnings of words. */
  readonly searches: readonly string[]
  readonly categories: readonly string[]
}

export class CatalogRequests implements Requests {
  readonly #input: CatalogInput
  #count = 0

  constructor(input: CatalogInput) {
    this.#input = input
  }

  next(): string {
    this.#count += 1
    if (this.#count % 3 === 0) return get(`/api/products?category=${oneOf(this.#input.categories)}`)
    if (this.#count % 3 === 1) return get(`/api/products?search=${encodeURIComponent(oneOf(this.#input.searches))}`)
    return get(`/api/products/${oneOf(this.#input.products)}`)
  }
}
