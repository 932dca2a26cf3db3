import { expect, test } from 'vitest'
import { pictureFault } from './picture.ts'

test.each([
  ['image/png', 1_000, null],
  ['image/webp', 5 * 1024 * 1024, null],
  ['image/jpeg', 5 * 1024 * 1024 + 1, 'size'],
  ['image/gif', 1_000, 'type'],
  ['', 1_000, 'type'],
])('%s of %i bytes', (type, size, fault) => expect(pictureFault({ type, size })).toBe(fault))
