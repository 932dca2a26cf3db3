import { expect, test } from 'vitest'
import { payoutOf } from './sums.ts'

const part = (currency: string, payout: number) => ({ currency, payments: 1, gross: payout + 10, fee: 10, payout })

test('what comes from all franchises, one currency by itself', () => {
  const parts = [part('KRW', 9_000), part('USD', 30), part('KRW', -1_000)]
  expect(payoutOf(parts, 'KRW')).toEqual({ payments: 2, gross: 8_020, fee: 20, payout: 8_000 })
  expect(payoutOf([], 'KRW')).toEqual({ payments: 0, gross: 0, fee: 0, payout: 0 })
})
