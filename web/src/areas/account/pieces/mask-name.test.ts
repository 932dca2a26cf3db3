import { expect, test } from 'vitest'
import { maskName } from './mask-name.ts'

test.each([
  ['김민지', '김*지'],
  ['남궁민수', '남**수'],
  ['이산', '이*'],
  ['Alex Kim', 'A**x K*m'],
])('%s is seen as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})
