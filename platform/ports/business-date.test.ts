import { describe, expect, test } from 'vitest'
import {
  businessDateOf,
  businessDayFrom,
  businessMonthOf,
  businessTimeOf,
  daysAfter,
  endOf,
  isBusinessDay,
  monthsAfter,
  noHolidays,
  startOf,
  timeOn,
} from './business-date.ts'

test.each([
  ['2026-11-20T14:59:59.999Z', '2026-11-20'],
  ['2026-11-20T15:00:00.000Z', '2026-11-21'],
  ['2027-12-31T15:00:00.000Z', '2028-01-01'],
])('%s is on %s in Seoul', (at, date) => expect(businessDateOf(new Date(at))).toBe(date))

test('a date goes from midnight to midnight, and one begins where another ends', () => {
  expect(startOf('2026-11-20').toISOString()).toBe('2026-11-19T15:00:00.000Z')
  expect(endOf('2026-12-31')).toEqual(startOf('2027-01-01'))
})

test('an instant has its month and its time on a clock in Seoul', () => {
  const at = new Date('2026-11-30T15:00:01.900Z')
  expect(businessMonthOf(at)).toBe('2026-12')
  expect(businessMonthOf(new Date('2026-11-30T14:59:59.999Z'))).toBe('2026-11')
  expect(businessTimeOf(at)).toBe('2026-12-01 00:00:01')
})

test('a time of a date is an instant', () => {
  expect(timeOn('2026-11-20', '23:30').toISOString()).toBe('2026-11-20T14:30:00.000Z')
  expect(timeOn('2026-11-20', '00:00')).toEqual(startOf('2026-11-20'))
})

test('dates are counted over the ends of months, both ways', () => {
  expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01')
  expect(daysAfter('2027-01-01', -31)).toBe('2026-12-01')
  expect(monthsAfter('2026-12-01', 1)).toBe('2027-01-01')
  expect(monthsAfter('2026-03-31', -13)).toBe('2025-02-28')
})

describe('a business day', () => {
  const holidays = { isHoliday: (date: string) => date === '2026-11-23' }

  test.each([
    ['2026-11-20', true],
    ['2026-11-21', false],
    ['2026-11-22', false],
    ['2026-11-23', false],
    ['2026-11-24', true],
  ])('%s: %j', (date, expected) => expect(isBusinessDay(date, holidays)).toBe(expected))

  test('is found from any date on', () => {
    expect(businessDayFrom('2026-11-20', holidays)).toBe('2026-11-20')
    expect(businessDayFrom('2026-11-21', holidays)).toBe('2026-11-24')
    expect(businessDayFrom('2026-11-21', noHolidays)).toBe('2026-11-23')
    expect(() => businessDayFrom('2026-11-20', { isHoliday: () => true })).toThrow('no business day')
  })
})
