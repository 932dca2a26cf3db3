import { Compile } from 'typebox/schema'
import { expect, test } from 'vitest'
import { CardDetailsBody, readCardDetails } from './card.ts'

const schema = Compile(CardDetailsBody)

test.each([
  [{ cardNumber: '4242 4242 4242 4242', expiryMonth: 3, expiryYear: 2029, cvv: 7 }, '03', '29', '007'],
  [{ cardNumber: '4242424242424242', expiryMonth: '12', expiryYear: '25' }, '12', '25', undefined],
  // As older clients send it.
  [{ number: '4242-4242-4242-4242', expiry: '12/25', cvv: '123' }, '12', '25', '123'],
  [{ number: '4242424242424242', expiry: '01/2029' }, '01', '29', undefined],
])('a card given as %j is understood', (given, expiryMonth, expiryYear, cvv) => {
  expect(schema.Check(given)).toBe(true)
  expect(readCardDetails(given)).toEqual({
    number: '4242424242424242',
    expiryMonth,
    expiryYear,
    ...(cvv !== undefined && { cvv }),
  })
})

test.each([{ number: '4242424242424242', expiry: '13/25' }, { number: '4242', expiry: '12/25' }, { expiry: '12/25' }])(
  'a card given as %j is not',
  given => expect(schema.Check(given)).toBe(false),
)
