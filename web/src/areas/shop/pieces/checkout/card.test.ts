import { describe, expect, test } from 'vitest'
import { cardFaults, TEST_CARDS, writeExpiry, writeNumber } from './card.ts'

const NOW = new Date('2026-11-30T12:00:00Z')
const GOOD = { number: '4242 4242 4242 4242', expiry: '12/30', cvv: '123' }

test.each([
  ['4242424242424242', '4242 4242 4242 4242'],
  ['4242-4242-4242-4242', '4242 4242 4242 4242'],
  ['４２４２ 4', '4242 4'],
  ['42424242424242424242424', '4242 4242 4242 4242 424'],
])('a number typed as %s reads %s', (typed, shown) => {
  expect(writeNumber(typed)).toBe(shown)
})

test.each([
  ['1', '1'],
  ['12', '12'],
  ['123', '12/3'],
  ['1230', '12/30'],
  ['12/', '12/'],
  ['1/30', '01/30'],
  ['12 / 2030', '12/30'],
])('an expiry typed as %s reads %s', (typed, shown) => {
  expect(writeExpiry(typed)).toBe(shown)
})

describe('what cannot be right is said before it is sent', () => {
  test('all test cards pass', () => {
    for (const number of Object.values(TEST_CARDS)) expect(cardFaults({ ...GOOD, number }, NOW)).toEqual([])
  })
  test.each([
    [{ number: '4242 4242 4242 4241' }, ['number']],
    [{ number: '4242' }, ['number']],
    [{ expiry: '13/30' }, ['expiry']],
    [{ expiry: '10/26' }, ['expiry']],
    [{ expiry: '11/26' }, []],
    [{ cvv: '12' }, ['cvv']],
    [{ number: '', expiry: '', cvv: '' }, ['number', 'expiry', 'cvv']],
  ])('%j', (change, faults) => {
    expect(cardFaults({ ...GOOD, ...change }, NOW)).toEqual(faults)
  })
})
