import { expect, test } from 'vitest'
import { nextSearch } from './next-path.ts'

test('an entrance leads to a path of this app only', () => {
  expect(nextSearch({ next: '/shop/cart?x=1' })).toEqual({ next: '/shop/cart?x=1' })
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', 7, undefined])
    expect(nextSearch({ next })).toEqual({})
})
