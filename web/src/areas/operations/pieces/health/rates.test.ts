import { expect, test } from 'vitest'
import { type Counted, ratesBetween } from './rates.ts'

const counted = (second: number, answered: number, accepted: number): Counted => ({
  at: new Date(Date.UTC(2026, 10, 29, 0, 0, second)).toISOString(),
  requests: { answered, faults: 0 },
  services: [{ name: 'orders', commands: { accepted, refused: 0, replayed: 0, fault: 0 } }],
})

test('rates are counts over the time between', () => {
  const rates = ratesBetween(counted(0, 100, 10), counted(5, 150, 40))
  expect(rates?.requests).toBe(10)
  expect(rates?.commands.get('orders')).toBe(6)
})

test('a process that was started anew has no rate yet', () => {
  expect(ratesBetween(counted(0, 100, 10), counted(5, 3, 1))).toBeNull()
  expect(ratesBetween(counted(0, 100, 10), counted(0, 100, 10))).toBeNull()
})
