import { expect, test } from 'vitest'
import { everyDay, everyMonth } from './sums.ts'

test('every day of a month until today, also where nothing moved', () => {
  const days = everyDay([{ date: '2026-11-02', in: 1, out: 2 }], '2026-11-03')
  expect(days).toEqual([
    { date: '2026-11-01', in: 0, out: 0 },
    { date: '2026-11-02', in: 1, out: 2 },
    { date: '2026-11-03', in: 0, out: 0 },
  ])
})

test('so many months until this one', () => {
  const months = everyMonth([{ date: '2025-12', in: 5, out: 0 }], '2026-01', 3)
  expect(months.map(({ date, in: came }) => `${date} ${came}`)).toEqual(['2025-11 0', '2025-12 5', '2026-01 0'])
})
