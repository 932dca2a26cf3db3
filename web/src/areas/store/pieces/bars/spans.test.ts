import { expect, test } from 'vitest'
import { everyDay, everyMonth, shiftDay, shiftMonth } from './spans.ts'

test('so many days until today, also where nothing was sold', () => {
  expect(everyDay([{ at: '2026-02-28', amount: 7 }], '2026-03-01', 3)).toEqual([
    { at: '2026-02-27', amount: 0 },
    { at: '2026-02-28', amount: 7 },
    { at: '2026-03-01', amount: 0 },
  ])
})

test('so many months until this one, over the turn of the year', () => {
  expect(everyMonth([{ at: '2025-12', amount: 5 }], '2026-01', 3).map(({ at, amount }) => `${at} ${amount}`)).toEqual([
    '2025-11 0',
    '2025-12 5',
    '2026-01 0',
  ])
})

test('days and months before and after', () => {
  expect([shiftDay('2026-01-01', -1), shiftDay('2024-02-28', 1)]).toEqual(['2025-12-31', '2024-02-29'])
  expect([shiftMonth('2026-01', -13), shiftMonth('2026-12', 1)]).toEqual(['2024-12', '2027-01'])
})
