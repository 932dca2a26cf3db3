import { expect, it } from 'vitest'
import { latestBy } from './latest-by.ts'

it('keeps the last of each key, in the order of the first', () => {
  const all = [
    { id: 'a', at: 1 },
    { id: 'b', at: 2 },
    { id: 'a', at: 3 },
  ]
  expect(latestBy(all, ({ id }) => id)).toEqual([
    { id: 'a', at: 3 },
    { id: 'b', at: 2 },
  ])
})
