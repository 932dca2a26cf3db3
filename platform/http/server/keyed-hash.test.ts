import { hash } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyedHash } from './keyed-hash.ts'

const BLOCK_BYTES = 64

/** RFC 2104, by two plain hashes. */
function hmac(key: Uint8Array, text: string): string {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key
  const padded = (pad: number): Buffer => {
    const block = Buffer.alloc(BLOCK_BYTES, pad)
    for (const [at, byte] of short.entries()) block[at] = byte ^ pad
    return block
  }
  const inner = hash('sha256', Buffer.concat([padded(0x36), Buffer.from(text)]), 'buffer')
  return hash('sha256', Buffer.concat([padded(0x5c), inner]), 'base64url')
}

test('is HMAC-SHA256, whatever the key and the text, one text after another', () => {
  const keys = fc.uint8Array({ maxLength: 100 })
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 3_000, size: 'max' }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(keys, texts, (key, input) => {
      const of = keyedHash(key)
      for (const text of input) expect(of(text)).toBe(hmac(key, text))
    }),
  )
})

test.each([
  [0, 'a', 'lhWpXUozYRjENbnNVMXoZEq5VrVzqikmJ0oSgLZnRxM'],
  [1, 'POST /api/orders', 'y5DFa6yf9bBlu5wus1QnmFimrF2a_H93guypnsPpBYg'],
  [32, '', 'naxqdEAbRu2bSJ0OGdaNGxPMa1CQNS_c-lvXTfTmnYc'],
  [32, 'POST /api/log-ins\n{"password":"hunter2"}', 'e1snFoOektouTIcogXH0DK4_WAZuRgC5Q_9YoaIrxOE'],
  [64, '가'.repeat(682), 'PVYa-1UGdpiSGq-oNzOCEqt6yzwb-EKSao7lNttI6Kk'],
  [65, '가'.repeat(683), 'YAp8K85tzIVWvRyik_n92W8isJIgIu8gDKULvda8LEA'],
  [100, '\ud800 half a pair', 'T5_ISGJxLy6h8L_WvByUZkY6hb6ZfIOL0JALbiEWcRY'],
  [32, 'x'.repeat(100_000), '4NxJy8_WdSf8l7_qySj1gssZu6Yi-lYq_oX7_Id8gzM'],
])('with a key of %i bytes gives what is stored already', (length, text, stored) => {
  expect(keyedHash(Buffer.alloc(length, 7))(text)).toBe(stored)
})
