import { expect, test } from 'vitest'
import { netOf, refundable } from './net.ts'

const payment: Parameters<typeof netOf>[0] = {
  amount: 30_000,
  refunded: 15_000,
  refunding: 0,
  fee: 375,
  currency: 'KRW',
  status: 'partially_refunded',
  franchiseId: 'frn_1',
}

test('what comes to the franchise is less refunds and fee', () => {
  expect(netOf(payment)).toBe(14_625)
  expect(netOf({ ...payment, amount: 59.98, refunded: 20.1, fee: 0.99, currency: 'USD' })).toBe(38.89)
  expect(netOf({ ...payment, fee: null })).toBeNull()
  expect(netOf({ ...payment, status: 'declined' })).toBeNull()
})

test('what can be given back is what was not yet', () => {
  expect(refundable(payment)).toBe(15_000)
  expect(refundable({ ...payment, refunding: 15_000 })).toBe(0)
  expect(refundable({ ...payment, status: 'settled', refunded: 0 })).toBe(30_000)
})

test.each(['requested', 'authorized', 'declined', 'voided', 'settling'] as const)(
  'nothing of one that is %s',
  status => {
    expect(refundable({ ...payment, status })).toBe(0)
  },
)
