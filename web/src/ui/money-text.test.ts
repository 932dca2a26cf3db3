import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMoney, writeMoney } from './money-text.ts'

describe('web.money-paste an amount is read however it is written', () => {
  test.each(['1234567', '1,234,567', '₩1,234,567', '1,234,567원', '１，２３４，５６７', ' 1 234 567 ', '￦1,234,567'])(
    '%s',
    text => {
      expect(readMoney(text, 0)).toEqual({ amount: 1_234_567, fault: null })
      expect(writeMoney(text, 0)).toBe('1,234,567')
    },
  )

  test.each(['천원', '12-3', '1e5', '--', '1.2.3'])('%s is an error at the field', text => {
    expect(readMoney(text, 0).fault).toBe('unreadable')
    expect(writeMoney(text, 0)).toBe(text)
  })

  test('no more decimals than the currency has', () => {
    expect(readMoney('29.99', 2)).toEqual({ amount: 29.99, fault: null })
    expect(readMoney('29.999', 2).fault).toBe('too_many_digits')
    expect(readMoney('1.5', 0).fault).toBe('too_many_digits')
    expect(writeMoney('1234.', 2)).toBe('1,234.')
  })

  test('nothing typed is no fault', () => {
    expect(readMoney('  ', 0)).toEqual({ amount: null, fault: null })
  })

  test("the field's own text pasted back changes nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999_999 }), amount => {
        const text = writeMoney(String(amount), 0)
        expect(writeMoney(text, 0)).toBe(text)
        expect(readMoney(text, 0).amount).toBe(amount)
      }),
    )
  })
})
