import { expect, test } from 'vitest'
import { salesIn, salesOn } from './sales.ts'

const sales = [
  { date: '2026-11-28', currency: 'KRW', count: 2, amount: 30_000 },
  { date: '2026-11-28', currency: 'USD', count: 1, amount: 12 },
] as const

test('sales of one currency, by day', () => {
  expect(salesIn(sales, 'KRW')).toEqual([{ at: '2026-11-28', amount: 30_000 }])
  expect(salesOn(sales, '2026-11-28', 'USD')).toMatchObject({ amount: 12, count: 1 })
  expect(salesOn(sales, '2026-11-29', 'KRW')).toEqual({ amount: 0, count: 0 })
})
