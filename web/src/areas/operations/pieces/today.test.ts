import { expect, test } from 'vitest'
import { growthOf, longestLag, salesOf, successOf } from './today.ts'

const sum = (status: string, count: number, amount = 0, currency = 'KRW') => ({ status, count, amount, currency })

test('sales are what was paid in won, whatever became of it later', () => {
  const sums = [
    sum('approved', 2, 30_000),
    sum('refunded', 1, 5_000),
    sum('declined', 1, 9_000),
    sum('settled', 1, 7, 'USD'),
  ]
  expect(salesOf(sums)).toBe(35_000)
})

test('success is counted over payments whose outcome is known', () => {
  expect(successOf([sum('approved', 3), sum('declined', 1), sum('requested', 5), sum('voided', 2)])).toBe(0.75)
  expect(successOf([sum('requested', 5)])).toBeNull()
})

test('growth has no meaning from nothing', () => {
  expect(growthOf(120, 100)).toBeCloseTo(0.2)
  expect(growthOf(120, 0)).toBeNull()
})

test('the longest lag names its service', () => {
  const quiet = { name: 'cart', outboxLag_ms: 0, consumers: [] }
  const late = { name: 'orders', outboxLag_ms: 3, consumers: [{ source: 'payments', lag_ms: 42 }] }
  expect(longestLag([quiet, late])).toEqual({ service: 'orders', lag_ms: 42 })
  expect(longestLag([quiet])).toEqual({ service: '', lag_ms: 0 })
})
