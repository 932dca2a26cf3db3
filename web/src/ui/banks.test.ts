import { describe, expect, test } from 'vitest'
import { accountDigits, BANKS, bankName, formatAccount } from './banks.ts'

describe('an account number is grouped as its bank does', () => {
  test.each([
    ['088', '110345678901', '110-345-678901'],
    ['088', '110 345-678901', '110-345-678901'],
    ['088', '１１０３４５６７８９０１', '110-345-678901'],
    ['004', '94160200123456', '941602-00-123456'],
    ['020', '1002456789012', '1002-456-789012'],
    ['090', '3333012345678', '3333-01-2345678'],
    ['092', '100012345678', '1000-1234-5678'],
    ['088', '12345', '12345'],
    ['999', '110-345', '110-345'],
  ])('%s %s', (code, text, expected) => {
    expect(formatAccount(code, text)).toBe(expected)
    expect(formatAccount(code, formatAccount(code, text))).toBe(expected)
  })

  test('and is digits to the API', () => {
    expect(accountDigits('110-345 678901')).toBe('110345678901')
  })
})

test('every bank has a code of three digits of its own', () => {
  expect(new Set(BANKS.map(({ code }) => code)).size).toBe(BANKS.length)
  for (const { code } of BANKS) expect(code).toMatch(/^\d{3}$/)
  expect([bankName('088', 'ko'), bankName('088', 'en'), bankName('777', 'ko')]).toEqual([
    '신한은행',
    'Shinhan Bank',
    '777',
  ])
})
