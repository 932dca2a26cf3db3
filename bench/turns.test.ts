import { expect, test } from 'vitest'
import { inTurns, median } from './turns.ts'

test('each measurement stands between two of what it is compared with', async () => {
  const order: string[] = []
  const bases = [10, 20, 40]
  const turns = await inTurns(
    2,
    async () => {
      order.push('base')
      return bases.shift() ?? 0
    },
    async nth => {
      order.push(`measure ${nth}`)
      return nth * 100
    },
  )
  expect(order).toEqual(['base', 'measure 1', 'base', 'measure 2', 'base'])
  expect(turns).toEqual([
    { value: 100, beside: 15 },
    { value: 200, beside: 30 },
  ])
})

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2],
  [[7], 7],
  [[], Number.NaN],
])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected))
