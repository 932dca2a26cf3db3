import { expect, test } from 'vitest'
import { readCount } from './count-text.ts'

test.each([
  ['12', 12],
  ['1,200', 1200],
  ['1200개', 1200],
  ['１２', 12],
  ['0', 0],
  ['', null],
  ['-3', null],
  ['1.5', null],
  ['123456789', null],
])('%s is %s', (text, count) => expect(readCount(text)).toBe(count))
