import type { Cart } from '@madang/client'
import { describe, expect, test } from 'vitest'
import { basketOfCart } from './basket.ts'

type Item = Cart['items'][number]

const item = (productId: string, change: Partial<Item> = {}): Item => ({
  ...{ productId, name: { ko: productId, en: productId }, image: null, price: 10_000, currency: 'KRW', quantity: 1 },
  ...{ total: 10_000, currentPrice: 10_000, priceChanged: false, available: true, addedAt: '2026-11-20T00:00:00.000Z' },
  ...change,
})
const cart = (...items: Item[]): Cart => ({ userId: 'mem_1', version: 7, items, totals: [] })

describe('an order of the cart', () => {
  test('names its version, and the sum that is seen: at the prices of now', () => {
    const basket = basketOfCart(cart(item('salt', { quantity: 2, currentPrice: 11_000 }), item('tea')), undefined)
    expect(basket).toMatchObject({
      total: 32_000,
      currency: 'KRW',
      wanted: { cartVersion: 7, expectedTotal: 32_000 },
    })
    expect(basket?.wanted).not.toHaveProperty('currency')
  })

  test('of several currencies is of one', () => {
    const mixed = cart(item('salt'), item('cup', { currency: 'USD', currentPrice: 29.99, quantity: 3 }))
    expect(basketOfCart(mixed, 'USD')).toMatchObject({
      total: 89.97,
      lines: [{ productId: 'cup' }],
      wanted: { cartVersion: 7, expectedTotal: 89.97, currency: 'USD' },
    })
  })

  test('of nothing is none', () => {
    expect(basketOfCart(cart(), undefined)).toBeNull()
    expect(basketOfCart(cart(item('salt')), 'USD')).toBeNull()
  })
})
