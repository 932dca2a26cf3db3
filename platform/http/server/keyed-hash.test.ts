import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyedHash } from './keyed-hash.ts'

test('is HMAC-SHA256, whatever the key and the text, one text after another', () => {
  const keys = fc.uint8Array({ maxLength: 100 })
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 3_000, size: 'max' }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(keys, texts, (key, input) => {
      const of = keyedHash(key)
      for (const text of input) expect(of(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'))
    }),
  )
})

test.each([682, 683, 100_000])('of %i characters of three bytes each', length => {
  const [key, text] = [Buffer.alloc(32, 7), '가'.repeat(length)]
  expect(keyedHash(key)(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'))
})
