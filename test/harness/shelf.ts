/** The catalog's heads in memory. Commands are decided one after another, as in a batch. */
import type { Accepted, Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../platform/kit/refusal.ts'
import { addProduct, type NewProduct } from '../../services/catalog/commands.ts'
import { product } from '../../services/catalog/product.ts'
import { type Reservation, reservation, reservationKey } from '../../services/catalog/reservation.ts'
import { type Stock, stock, stockKey } from '../../services/catalog/stock.ts'
import { Given } from './given.ts'

export const NOON = new Date('2026-11-20T12:00:00.000Z')
export const IN_15_MINUTES = '2026-11-20T12:15:00.000Z'
export const AT_THREE = new Date('2026-11-20T15:00:00.000Z')

export const newProduct = (productId: string, change: Partial<NewProduct> = {}): NewProduct => ({
  productId,
  merchantId: 'mem_shop',
  name: { ko: '드립 커피', en: 'Drip coffee' },
  description: { ko: '천천히 내린 커피', en: 'Coffee, brewed slowly' },
  price: 4500,
  currency: 'KRW',
  category: 'coffee',
  image: null,
  tags: ['hot'],
  active: true,
  ...change,
})

export class Shelf extends Given {
  constructor() {
    super([product, stock, reservation], NOON)
  }

  /** A shelf with products of so many pieces each. */
  static with(pieces: Readonly<Record<string, number>>): Shelf {
    const shelf = new Shelf()
    for (const [productId, count] of Object.entries(pieces))
      shelf.must(addProduct(newProduct(productId, { stock: count })))
    return shelf
  }

  run(command: Command): Accepted | Refusal {
    return this.when(command, 'mem_shop').decision
  }

  must(command: Command): Accepted {
    const decision = this.run(command)
    if (isRefusal(decision)) throw new Error(`refused: ${decision.code}`)
    return decision
  }

  stock(productId: string): Stock {
    return this.state(stockKey(productId))
  }

  reservation(orderId: string): Reservation {
    return this.state(reservationKey(orderId))
  }
}

/** `lines` as people write them: `['p-1 x2', 'p-2']`. */
export const linesFrom = (texts: readonly string[]) =>
  texts.map(text => {
    const [productId = '', count = '1'] = text.split(' x')
    return { productId, quantity: Number(count) }
  })

export const reserveInput = (orderId: string, lines: readonly string[], expiresAt = IN_15_MINUTES) => ({
  orderId,
  lines: linesFrom(lines),
  expiresAt,
})
