import { expect, test } from 'vitest'
import { asOfIn, instantOf, localOf } from './as-of.ts'

test('what is typed is the wall clock of Seoul, wherever one is', () => {
  expect(instantOf('2026-11-29T13:05')).toBe('2026-11-29T04:05:00.000Z')
  expect(localOf('2026-11-29T04:05:00.000Z')).toBe('2026-11-29T13:05')
  expect(localOf('2026-11-28T15:00:00.000Z')).toBe('2026-11-29T00:00')
})

test('what is no instant is left out', () => {
  expect(instantOf('')).toBeUndefined()
  expect(instantOf('2026-13-40T99:99')).toBeUndefined()
  expect(asOfIn('yesterday')).toBeUndefined()
  expect(asOfIn('2026-11-29T04:05:00.000Z')).toBe('2026-11-29T04:05:00.000Z')
})
