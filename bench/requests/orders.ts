/** Orders of one piece of one product by wallet; members in turn, so that each of a crowd buys once. */
import type { Requests } from '../driver/load.ts'
import { type Caller, Keys, keyed, oneOf, post } from './request.ts'

export interface OrdersInput {
  readonly buyers: readonly Caller[]
  readonly products: readonly string[]
}

const ADDRESS = '{"street":"1 Madang-ro","city":"Seoul","zipCode":"04524"}'

export class OrderRequests implements Requests {
  readonly #input: OrdersInput
  readonly #keys = new Keys()
  #count = 0

  constructor(input: OrdersInput) {
    this.#input = input
  }

  next(): string {
    const { buyers, products } = this.#input
    const buyer = buyers[this.#count % buyers.length]!
    this.#count += 1
    const items = `[{"productId":"${oneOf(products)}","quantity":1}]`
    const body = `{"items":${items},"shippingAddress":${ADDRESS},"paymentMethod":"wallet"}`
    return post('/api/orders', body, keyed(buyer, this.#keys.next()))
  }
}
