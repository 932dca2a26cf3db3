import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Currency,
  currencyDigits,
  isWithinLimit,
  minorMax,
  moneyOf,
  sumToMajor,
  toMajor,
  toMinor,
} from './amount.ts'

const currencies = Object.keys(currencyDigits) as Currency[]

describe('an amount', () => {
  it.each<[number, string, number]>([
    [15000, 'KRW', 15000],
    [1, 'KRW', 1],
    [29.99, 'USD', 2999],
    [59.98, 'USD', 5998],
    [0.1, 'USD', 10],
    [0.01, 'USD', 1],
    [1.1, 'USD', 110],
    [1e3, 'USD', 100000],
    [1.15, 'USD', 115],
    [9007199254740991, 'KRW', 9007199254740991],
    [70368744177664, 'USD', 7036874417766400],
  ])('%d %s is %d minor units', (amount, currency, minor) => expect(toMinor(amount, currency)).toBe(minor))

  it.each<[number, string]>([
    [15000.5, 'KRW'],
    [29.999, 'USD'],
    [0.001, 'USD'],
    [1e-7, 'USD'],
    [0.1 + 0.2, 'USD'],
    [0, 'KRW'],
    [-0, 'KRW'],
    [-1, 'KRW'],
    [-0.01, 'USD'],
    [Number.NaN, 'KRW'],
    [Number.POSITIVE_INFINITY, 'KRW'],
    [Number.NEGATIVE_INFINITY, 'KRW'],
    [1e308, 'KRW'],
    [1e21, 'KRW'],
    [9007199254740992, 'KRW'],
    [90071992547409.92, 'USD'],
    [Number.MIN_VALUE, 'USD'],
  ])('%d %s is refused, not rounded', (amount, currency) =>
    expect(toMinor(amount, currency)).toMatchObject({ refused: true, code: 'invalid_amount' }),
  )

  it('of nothing is one only where it is allowed', () => {
    expect(toMinor(0, 'KRW', { zero: true })).toBe(0)
    expect(toMinor(-0, 'USD', { zero: true })).toBe(0)
    expect(toMinor(-1, 'USD', { zero: true })).toMatchObject({ code: 'invalid_amount' })
  })

  it.each(['GBP', 'krw', '', 'toString', '__proto__'])('in %s is refused', currency =>
    expect(toMinor(1, currency)).toMatchObject({ code: 'unknown_currency' }),
  )

  it('comes back the same from the wire, in every currency and size', () => {
    const amounts = fc.constantFrom(...currencies).chain(currency =>
      fc.record({
        currency: fc.constant(currency),
        minor: fc.oneof(fc.integer({ min: 1, max: minorMax(currency) }), fc.integer({ min: 1, max: 100_000 })),
      }),
    )
    fc.assert(
      fc.property(amounts, ({ currency, minor }) => {
        const onTheWire: number = JSON.parse(JSON.stringify(toMajor(minor, currency)))
        return toMinor(onTheWire, currency) === minor
      }),
      { numRuns: 5_000 },
    )
  })

  it('is a safe integer or a refusal, whatever the number', () => {
    fc.assert(
      fc.property(fc.double(), fc.constantFrom(...currencies), (amount, currency) => {
        const minor = toMinor(amount, currency)
        return typeof minor !== 'number' || (Number.isSafeInteger(minor) && toMajor(minor, currency) === amount)
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('an amount on the wire', () => {
  it('may be below zero', () => expect(toMajor(-2999, 'USD')).toBe(-29.99))
  it('is never minus zero', () => expect(Object.is(toMajor(-0, 'USD'), 0)).toBe(true))

  it.each([0.5, Number.NaN])('of %d minor units is a fault', minor =>
    expect(() => toMajor(minor, 'KRW')).toThrow(RangeError),
  )

  it.each<[number, string, number]>([
    [2 ** 53, 'KRW', 2 ** 53],
    [2 ** 63, 'KRW', 2 ** 63],
    [7_036_874_417_766_500, 'USD', 70_368_744_177_665],
  ])('of %d minor units of %s, beyond the limit, is shown all the same', (minor, currency, major) =>
    expect(toMajor(minor, currency)).toBe(major),
  )

  it.each([
    [9_007_199_254_740_991, 'KRW', true],
    [-9_007_199_254_740_992, 'KRW', false],
    [7_036_874_417_766_400, 'USD', true],
    [7_036_874_417_766_401, 'USD', false],
    [1, 'EUR', false],
  ])('of %d minor units of %s can be written: %s', (minor, currency, can) =>
    expect(isWithinLimit(minor, currency)).toBe(can),
  )
})

describe('a sum over many accounts', () => {
  it.each([
    [0n, 'KRW', '0'],
    [-150n, 'USD', '-1.5'],
    [9_007_199_254_740_991n, 'KRW', '9007199254740991'],
    [9_007_199_254_740_993n, 'KRW', '9007199254740993'],
    [-36_893_488_147_419_103_233n, 'KRW', '-36893488147419103233'],
    [7_036_874_417_766_401n, 'USD', '70368744177664.01'],
    [-36_893_488_147_419_103_205n, 'USD', '-368934881474191032.05'],
  ])('of %d minor units of %s is the number %s', (minor, currency, text) =>
    expect(JSON.stringify(sumToMajor(minor, currency))).toBe(text),
  )
})

describe('the money that a body names', () => {
  it('is in won unless said', () => expect(moneyOf({ amount: 1500 })).toEqual({ amount: 1500, currency: 'KRW' }))
  it('is in minor units', () =>
    expect(moneyOf({ amount: 1.5, currency: 'USD' })).toEqual({ amount: 150, currency: 'USD' }))

  it.each([
    [{ amount: 0.5 }, 'invalid_amount'],
    [{ amount: 1, currency: 'EUR' }, 'unknown_currency'],
  ])('%j is refused with %s', (body, code) => expect(moneyOf(body)).toMatchObject({ refused: true, code }))
})
