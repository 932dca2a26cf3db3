import type { Product } from '@madang/client'
import { describe, expect, test } from 'vitest'
import { isBlocked, isOut, linesOfCart, linesOfWishes } from './lines.ts'
import type { CartLine } from './use-cart.ts'

const NAME = { ko: '소금빵', en: 'Salt bread' }

const item = (change: Partial<CartLine> = {}): CartLine => ({
  productId: 'salt',
  name: NAME,
  image: null,
  price: 10_000,
  currency: 'KRW',
  quantity: 2,
  total: 20_000,
  currentPrice: 10_000,
  priceChanged: false,
  available: true,
  addedAt: '2026-11-20T00:00:00.000Z',
  ...change,
})

const product = (available: number): Product =>
  ({
    ...{ id: 'salt', name: NAME, price: 10_000, currency: 'KRW', category: 'bakery', image: null, active: true },
    stock: { onHand: available, reserved: 0, available },
  }) as Product

const known = (available: number) => new Map([['salt', product(available)]])

describe('a line of the cart says what has changed since it was put in', () => {
  test.each([
    ['nothing', item(), known(50), null],
    ['it costs more', item({ currentPrice: 11_000, priceChanged: true }), known(50), { kind: 'rose', from: 10_000 }],
    ['it costs less', item({ currentPrice: 9_000, priceChanged: true }), known(50), { kind: 'fell', from: 10_000 }],
    ['there are fewer than wanted', item(), known(1), { kind: 'short', left: 1 }],
    ['it is sold out', item({ available: false }), known(0), { kind: 'soldOut' }],
    ['nobody sells it any more', item({ available: false }), new Map(), { kind: 'gone' }],
    ['only the cart knows that it is sold out', item({ available: false }), undefined, { kind: 'soldOut' }],
    ['nothing is known yet', item(), undefined, null],
  ])('%s', (_, line, products, note) => {
    expect(linesOfCart([line], products)[0]?.note).toEqual(note)
  })

  test('it shows what it costs now, and takes no more pieces than there are', () => {
    const [line] = linesOfCart([item({ currentPrice: 11_000, priceChanged: true })], known(7))
    expect(line).toMatchObject({ price: 11_000, max: 7, category: 'bakery' })
    expect(linesOfCart([item()], known(500))[0]?.max).toBe(99)
  })

  test('what is short can be ordered in a smaller number, what is out in none', () => {
    const [short] = linesOfCart([item()], known(1))
    const [out] = linesOfCart([item()], known(0))
    expect([short && isBlocked(short), short && isOut(short)]).toEqual([true, false])
    expect([out && isBlocked(out), out && isOut(out)]).toEqual([true, true])
  })
})

test('a visitor sees their wishes that are still for sale', () => {
  const wishes = [
    { productId: 'salt', quantity: 3, key: 'a' },
    { productId: 'gone', quantity: 1, key: 'b' },
  ]
  expect(linesOfWishes(wishes, known(50))).toMatchObject([
    { productId: 'salt', quantity: 3, price: 10_000, note: null },
  ])
})
