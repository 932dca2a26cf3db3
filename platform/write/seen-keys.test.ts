import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { SeenKeys } from './seen-keys.ts'

const keyOf = (nth: number): string => createHash('sha256').update(`key ${nth}`).digest('base64url').slice(0, 22)

test('a key is met once, and known from then on', () => {
  const met = new SeenKeys()
  const [key, other] = [keyOf(1), keyOf(2)]
  expect([met.has(key), met.add(key), met.has(key), met.add(key), met.has(other)]).toEqual([
    false,
    false,
    true,
    true,
    false,
  ])
})

test('of many keys hardly one is taken for another, and few are forgotten for a newer one', () => {
  const met = new SeenKeys()
  const keys = Array.from({ length: 20_000 }, (_, nth) => keyOf(nth))
  const mistaken = keys.filter(key => met.add(key)).length
  const forgotten = keys.filter(key => !met.has(key)).length
  expect(mistaken).toBe(0)
  expect(forgotten).toBeLessThan(keys.length * 0.05)
})

test('keys that are no hashes are kept apart too', () => {
  const met = new SeenKeys()
  for (const key of ['', 'k', 'k1', 'longer-than-a-hash-would-be-by-far']) expect(met.add(key)).toBe(false)
  expect(['', 'k', 'k1', 'k2'].map(key => met.has(key))).toEqual([true, true, true, false])
})
