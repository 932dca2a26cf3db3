import { describe, expect, test } from 'vitest'
import type { Accepted, Command, Context } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../platform/kit/refusal.ts'
import { WorkingSet } from '../../platform/write/working-set.ts'
import { type Cart, cartAggregate, cartKey, LINES_MAX } from './cart.ts'
import {
  addItem,
  changeQuantity,
  clearCart,
  forgetCart,
  removeItem,
  showRisenPrices,
  takeBoughtItems,
} from './commands.ts'
import type { Copy } from './copies.ts'

const NOW = new Date('2026-11-20T12:00:00.000Z')
const me = 'mem_1'

const copyOf = (productId: string, change: Partial<Copy> = {}): Copy => ({
  productId,
  name: { ko: '드립 커피', en: 'Drip coffee' },
  image: null,
  price: 4500,
  currency: 'KRW',
  active: true,
  available: true,
  ...change,
})

const cartContext = (...copies: Copy[]) => ({
  memberId: me,
  copies: new Map(copies.map(copy => [copy.productId, copy])),
})
const add = (productId: string, quantity: number, price = 4500) => {
  const { name, image, currency } = copyOf(productId)
  return addItem(cartContext(), { productId, quantity, name, image, price, currency })
}
const set = (productId: string, quantity: number) => changeQuantity(cartContext(), { productId, quantity })
const showPrice = (productId: string, price: number) => showRisenPrices({ memberId: me, lines: [{ productId, price }] })
const bought = (...lines: [string, number][]) =>
  takeBoughtItems({
    memberId: me,
    orderId: 'ord_1',
    lines: lines.map(([productId, quantity]) => ({ productId, quantity })),
  })

/** Runs commands one after another on one cart; gives the last decision and the cart. */
function outcomeOf(...commands: Command[]): { decision: Accepted | Refusal; cart: Cart } {
  const set = new WorkingSet(new Map([['cart', cartAggregate]]))
  const key = cartKey(me)
  const context: Context = { actor: me, correlationId: 'c', causationId: 'r', now: NOW, newId: prefix => `${prefix}_1` }
  let decision: Accepted | Refusal = { messages: [] }
  for (const command of commands) {
    decision = command.decide(set.statesFor(command.keys), context)
    if (!isRefusal(decision)) for (const message of decision.messages) set.apply(message, command.keys, NOW)
  }
  return { decision, cart: set.statesFor([key]).of<Cart>(key) }
}

const textOf = (cart: Cart): string =>
  cart.lines.map(({ productId, quantity, price }) => `${productId} ${quantity}×${price}`).join(', ')

describe('a cart', () => {
  test.each<[string, Command[], string]>([
    ['is empty at first', [], ''],
    ['takes a product', [add('p-1', 2)], 'p-1 2×4500'],
    ['adds to the line that is there', [add('p-1', 2), add('p-2', 1), add('p-1', 3)], 'p-1 5×4500, p-2 1×4500'],
    ['takes over the price as it is when more is added', [add('p-1', 1), add('p-1', 1, 5000)], 'p-1 2×5000'],
    ['keeps the price when the quantity is set', [add('p-1', 1, 4000), set('p-1', 7)], 'p-1 7×4000'],
    ['lets go of a product', [add('p-1', 1), add('p-2', 1), removeItem(cartContext(), 'p-1')], 'p-2 1×4500'],
    ['is emptied', [add('p-1', 1), clearCart(me)], ''],
    ['is emptied twice', [add('p-1', 1), clearCart(me), clearCart(me)], ''],
    ['is gone with its member', [add('p-1', 1), forgetCart(me)], ''],
    ['loses what was bought', [add('p-1', 2), add('p-2', 1), bought(['p-1', 2], ['p-2', 1])], ''],
    ['keeps what was added meanwhile', [add('p-1', 5), bought(['p-1', 2])], 'p-1 3×4500'],
    ['shows a price that has risen', [add('p-1', 2), showPrice('p-1', 5000)], 'p-1 2×5000'],
    ['goes on showing a price that has fallen', [add('p-1', 2), showPrice('p-1', 4000)], 'p-1 2×4500'],
    ['does not show the price of what is not there', [add('p-1', 1), showPrice('p-9', 5000)], 'p-1 1×4500'],
    ['does not owe what is not there', [add('p-1', 1), bought(['p-1', 4], ['p-9', 1])], ''],
    ['counts an order’s lines of one product together', [add('p-1', 5), bought(['p-1', 2], ['p-1', 1])], 'p-1 2×4500'],
  ])('%s', (_, commands, expected) => expect(textOf(outcomeOf(...commands).cart)).toBe(expected))

  const full = Array.from({ length: LINES_MAX }, (_, index) => add(`p-${index}`, 1))

  test.each<[string, Command[], string]>([
    ['a hundred of one product', [add('p-1', 60), add('p-1', 40)], 'quantity_limit'],
    ['a hundred, set', [add('p-1', 1), set('p-1', 100)], 'quantity_limit'],
    ['a product too many', [...full, add('p-more', 1)], 'cart_full'],
    ['a quantity of what is not in it', [set('p-1', 1)], 'item_unknown'],
    ['removing what is not in it', [removeItem(cartContext(), 'p-1')], 'item_unknown'],
  ])('refuses %s', (_, commands, code) =>
    expect(outcomeOf(...commands).decision).toMatchObject({ refused: true, code }),
  )

  test('takes ninety-nine, and more of what it has when it is full', () => {
    expect(textOf(outcomeOf(add('p-1', 60), add('p-1', 39)).cart)).toBe('p-1 99×4500')
    expect(outcomeOf(...full, add('p-1', 1)).decision).toMatchObject({ messages: [{ type: 'cart.item-added' }] })
  })

  test('says nothing when nothing happened', () => {
    for (const command of [clearCart(me), forgetCart(me), bought(['p-1', 1])]) {
      expect(outcomeOf(command).decision).toMatchObject({ messages: [] })
    }
  })
})

describe('the answer', () => {
  test('has line totals, totals per currency, and marks', () => {
    const copies = [
      copyOf('p-1', { price: 5000 }),
      copyOf('p-2', { available: false }),
      copyOf('p-3', { active: false }),
    ]
    const { name, image } = copyOf('')
    const usd = { productId: 'p-4', quantity: 3, name, image, price: 2999, currency: 'USD' }
    const { decision } = outcomeOf(
      add('p-1', 2),
      add('p-2', 1),
      add('p-3', 1),
      addItem(cartContext(...copies, copyOf('p-4', { price: 2999, currency: 'USD' })), usd),
    )
    expect(decision).toMatchObject({
      reply: {
        userId: me,
        items: [
          { productId: 'p-1', price: 4500, currentPrice: 5000, priceChanged: true, total: 9000, available: true },
          { productId: 'p-2', priceChanged: false, available: false },
          { productId: 'p-3', available: false },
          { productId: 'p-4', price: 29.99, total: 89.97, available: true, addedAt: NOW.toISOString() },
        ],
        totals: [
          { currency: 'KRW', amount: 18000 },
          { currency: 'USD', amount: 89.97 },
        ],
      },
    })
  })
})
