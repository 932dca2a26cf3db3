import { expect, test } from 'vitest'
import { businessDateOf, endOf, startOf } from './business-date.ts'

test.each([
  ['2026-11-20T14:59:59.999Z', '2026-11-20'],
  ['2026-11-20T15:00:00.000Z', '2026-11-21'],
  ['2027-12-31T15:00:00.000Z', '2028-01-01'],
])('%s is on %s in Seoul', (at, date) => expect(businessDateOf(new Date(at))).toBe(date))

test('a date goes from midnight to midnight, and one begins where another ends', () => {
  expect(startOf('2026-11-20').toISOString()).toBe('2026-11-19T15:00:00.000Z')
  expect(endOf('2026-12-31')).toEqual(startOf('2027-01-01'))
})
