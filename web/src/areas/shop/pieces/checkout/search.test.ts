import { expect, test } from 'vitest'
import { checkoutSearch, sourceOf } from './search.ts'

test.each([
  [{}, {}],
  [{ product: 'tea-yuja' }, { product: 'tea-yuja', quantity: 1 }],
  [
    { product: 'tea-yuja', quantity: '3' },
    { product: 'tea-yuja', quantity: 3 },
  ],
  [
    { product: 'tea-yuja', quantity: '500' },
    { product: 'tea-yuja', quantity: 99 },
  ],
  [
    { product: 'tea-yuja', quantity: '-1' },
    { product: 'tea-yuja', quantity: 1 },
  ],
  [
    { product: 'tea-yuja', quantity: 'many' },
    { product: 'tea-yuja', quantity: 1 },
  ],
  [{ quantity: '3' }, {}],
  [
    { order: 'ord_1', currency: 'USD', other: 'x' },
    { order: 'ord_1', currency: 'USD' },
  ],
])('%j is read as %j', (search, read) => {
  expect(checkoutSearch(search)).toEqual(read)
})

test('without a product it is the cart that is ordered', () => {
  expect(sourceOf({ currency: 'USD' })).toEqual({ kind: 'cart', currency: 'USD' })
  expect(sourceOf({ product: 'tea-yuja', quantity: 2 })).toEqual({
    ...{ kind: 'product', productId: 'tea-yuja', quantity: 2 },
  })
})
