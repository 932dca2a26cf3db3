/** For tests: the catalog's heads in memory. Commands are decided one after another, as in a batch. */
import type { Aggregate } from '../../platform/kit/aggregate.ts'
import type { Accepted, Command, Context } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../platform/kit/refusal.ts'
import { WorkingSet } from '../../platform/write/working-set.ts'
import { addProduct, type NewProduct } from './commands.ts'
import { product } from './product.ts'
import { type Reservation, reservation, reservationKey } from './reservation.ts'
import { type Stock, stock, stockKey } from './stock.ts'

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

export class Shelf {
  readonly #set: WorkingSet
  now = NOON

  constructor() {
    const aggregates: Aggregate[] = [product, stock, reservation]
    this.#set = new WorkingSet(new Map(aggregates.map(aggregate => [aggregate.name, aggregate])))
  }

  /** A shelf with products of so many pieces each. */
  static with(pieces: Readonly<Record<string, number>>): Shelf {
    const shelf = new Shelf()
    for (const [productId, count] of Object.entries(pieces))
      shelf.must(addProduct(newProduct(productId, { stock: count })))
    return shelf
  }

  run(command: Command): Accepted | Refusal {
    const context: Context = {
      actor: 'mem_shop',
      correlationId: 'cor_1',
      causationId: 'req_1',
      now: this.now,
      newId: prefix => `${prefix}_1`,
    }
    const decision = command.decide(this.#set.statesFor(command.keys), context)
    if (!isRefusal(decision)) for (const message of decision.messages) this.#set.apply(message, command.keys, this.now)
    return decision
  }

  must(command: Command): Accepted {
    const decision = this.run(command)
    if (isRefusal(decision)) throw new Error(`refused: ${decision.code}`)
    return decision
  }

  stock(productId: string): Stock {
    const key = stockKey(productId)
    return this.#set.statesFor([key]).of(key)
  }

  reservation(orderId: string): Reservation {
    const key = reservationKey(orderId)
    return this.#set.statesFor([key]).of(key)
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
