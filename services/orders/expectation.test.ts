import { describe, expect, test } from 'vitest'
import { type Expectation, expectationOf, mustExpect, risenIn } from './expectation.ts'

const lines = [
  { productId: 'bread', price: 4_000, quantity: 2 },
  { productId: 'jam', price: 7_000, quantity: 1 },
]
const nothing: Expectation = { total: null, prices: [] }

describe('an order of 15,000 won', () => {
  test.each<[string, Expectation]>([
    ['of whom nothing was said', nothing],
    ['at the prices that were seen', { total: null, prices: [4_000, 7_000] }],
    ['at lower prices than were seen', { total: null, prices: [5_000, 9_000] }],
    ['of which one price was seen', { total: null, prices: [null, 7_000] }],
    ['for the total that was seen', { total: 15_000, prices: [] }],
    ['for less than the total that was seen', { total: 20_000, prices: [] }],
    [
      'whose total was agreed to, whatever its lines were shown at',
      { total: 15_000, prices: [1, 1], totalDecides: true },
    ],
  ])('%s is placed', (_, expected) => expect(mustExpect(lines, 'KRW', expected)).toBeNull())

  test.each<[string, Expectation, object]>([
    [
      'whose price has risen',
      { total: null, prices: [3_000, 7_000] },
      { oldTotal: 13_000, newTotal: 15_000, items: [{ productId: 'bread', oldPrice: 3_000, newPrice: 4_000 }] },
    ],
    [
      'of which one has risen and another fallen',
      { total: null, prices: [3_000, 9_000] },
      { oldTotal: 13_000, newTotal: 15_000, items: [{ productId: 'bread', oldPrice: 3_000, newPrice: 4_000 }] },
    ],
    ['whose total has risen', { total: 14_999, prices: [] }, { oldTotal: 14_999, newTotal: 15_000, items: [] }],
    [
      'whose total has risen, with what was seen of its lines',
      { total: 14_000, prices: [3_500, 7_000], totalDecides: true },
      { oldTotal: 14_000, newTotal: 15_000, items: [{ productId: 'bread', oldPrice: 3_500, newPrice: 4_000 }] },
    ],
    ['that was seen for nothing', { total: 0, prices: [] }, { oldTotal: 0, newTotal: 15_000 }],
  ])('%s is refused with both', (_, expected, details) =>
    expect(mustExpect(lines, 'KRW', expected)).toMatchObject({ code: 'price_changed', details }),
  )
})

test('dollars are told as they are written', () => {
  const dear = [{ productId: 'tumbler', price: 2_999, quantity: 2 }]
  const seen = expectationOf({ total: null, prices: [19.99] }, 'USD')
  if ('refused' in seen) throw new Error(seen.code)
  expect(risenIn(dear, seen)).toEqual([{ productId: 'tumbler', quantity: 2, oldPrice: 1_999, newPrice: 2_999 }])
  expect(mustExpect(dear, 'USD', seen)?.details).toMatchObject({ oldTotal: 39.98, newTotal: 59.98 })
})

test.each([
  [{ total: null, prices: [14_500.5] }, 'KRW'],
  [{ total: 1.001, prices: [] }, 'USD'],
  [{ total: -1, prices: [] }, 'KRW'],
])('what is no amount of the currency is refused (%j %s)', (said, currency) =>
  expect(expectationOf(said, currency)).toMatchObject({ code: 'invalid_amount' }),
)
