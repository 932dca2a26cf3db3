import { describe, expect, test } from 'vitest'
import { daysOf, historySearch, monthsBefore, periodOf, shiftMonth } from './history-search.ts'

describe('the address of the history', () => {
  test('keeps what it knows and drops the rest', () => {
    expect(
      historySearch({ kind: 'payment', direction: 'in', from: '2026-11-01', to: '2026-11-30', cursor: 'c' }),
    ).toEqual({ kind: 'payment', direction: 'in', from: '2026-11-01', to: '2026-11-30', cursor: 'c' })
    expect(historySearch({ kind: 'gift', direction: 'up', from: '1.11.2026', to: '2026-13-01', page: '2' })).toEqual({})
    expect(historySearch({ from: '2026-02-31' })).toEqual({})
  })

  test('means whole days of Seoul', () => {
    expect(periodOf({ from: '2026-11-01', to: '2026-11-30' })).toEqual({
      from: '2026-10-31T15:00:00.000Z',
      to: '2026-11-30T15:00:00.000Z',
    })
    expect(periodOf({})).toEqual({})
  })
})

test('months have neighbours over the turn of the year', () => {
  expect([shiftMonth('2026-01', -1), shiftMonth('2026-12', 1), shiftMonth('2026-11', -5)]).toEqual([
    '2025-12',
    '2027-01',
    '2026-06',
  ])
  expect([daysOf('2026-02'), daysOf('2028-02'), daysOf('2026-11')]).toEqual([28, 29, 30])
  expect([monthsBefore('2026-03-31', 1), monthsBefore('2026-01-15', 3)]).toEqual(['2026-02-28', '2025-10-15'])
})
