import { expect, test } from 'vitest'
import { byCurrency, minus, totalOf } from './sums.ts'

test('cents are added without a remainder', () => {
  expect(totalOf([{ price: 29.99, quantity: 3 }], 'USD')).toBe(89.97)
  expect(
    totalOf(
      [
        { price: 0.1, quantity: 1 },
        { price: 0.2, quantity: 1 },
      ],
      'USD',
    ),
  ).toBe(0.3)
  expect(
    totalOf(
      [
        { price: 14_500, quantity: 2 },
        { price: 9_900, quantity: 1 },
      ],
      'KRW',
    ),
  ).toBe(38_900)
  expect(totalOf([], 'KRW')).toBe(0)
  expect(minus(100.1, 59.98, 'USD')).toBe(40.12)
})

test('an order has one currency: lines are kept apart', () => {
  const lines = [
    { id: 1, currency: 'USD' },
    { id: 2, currency: 'KRW' },
    { id: 3, currency: 'USD' },
  ]
  expect(byCurrency(lines)).toEqual([
    ['KRW', [lines[1]]],
    ['USD', [lines[0], lines[2]]],
  ])
})
