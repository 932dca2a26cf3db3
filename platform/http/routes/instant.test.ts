import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { partValidator } from '../server/schema.ts'
import { isDay, isInstant } from './instant.ts'

describe('an instant', () => {
  it.each([
    '2026-11-20T01:00:00Z',
    '2026-11-20T10:00:00.123456+09:00',
    '2024-02-29t00:00:00z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('%s is one', text => expect(isInstant(text)).toBe(true))

  it.each([
    '2016-12-31T23:59:60Z',
    '0000-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z[Asia/Seoul]',
    '+12026-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01',
    '',
  ])('%s is none', text => {
    expect(isInstant(text)).toBe(false)
    const validate = partValidator('query', Type.Object({ from: Type.String({ format: 'date-time' }) }))
    expect(validate({ from: text })).toHaveProperty('error')
  })
})

describe('a day', () => {
  it.each(['2026-11-20', '2024-02-29', '0001-01-01', '9999-12-31'])('%s is one', text => expect(isDay(text)).toBe(true))
  it.each(['0000-01-01', '2026-02-30', '2026-11', '20261120', '2026-11-20T00:00:00Z', ''])('%s is none', text => {
    expect(isDay(text)).toBe(false)
    const validate = partValidator('query', Type.Object({ from: Type.String({ format: 'date' }) }))
    expect(validate({ from: text })).toHaveProperty('error')
  })
})
