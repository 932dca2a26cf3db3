import { expect, test } from 'vitest'
import { ANY_CODE, joinTables, listedAnswers, meaningOf } from './outside.ts'

const table = {
  refused: { 403: ['CARD_REFUSED'], 404: ['NO_CARD'] },
  again: { 409: ['IN_PROGRESS'] },
  ours: { 401: ANY_CODE, 403: ['NO_KEY'] },
} as const

test.each([
  [403, 'CARD_REFUSED', 'refused'],
  [403, 'NO_KEY', 'ours'],
  [403, 'NEW', 'unknown'],
  [403, '', 'unknown'],
  [409, 'IN_PROGRESS', 'again'],
  [401, '', 'ours'],
  [401, 'ANYTHING', 'ours'],
  // The code of a no under another status may be anybody's.
  [502, 'CARD_REFUSED', 'unknown'],
  [404, '', 'unknown'],
  [500, '', 'unknown'],
])('%i %s means %s', (status, code, meaning) => expect(meaningOf(table, { status, code })).toBe(meaning))

test('tables are joined', () => {
  const joined = joinTables(table, { refused: { 403: ['STOLEN'] }, ours: { 429: ANY_CODE } })
  expect(joined).toEqual({
    refused: { 403: ['CARD_REFUSED', 'STOLEN'], 404: ['NO_CARD'] },
    again: { 409: ['IN_PROGRESS'] },
    ours: { 401: ANY_CODE, 403: ['NO_KEY'], 429: ANY_CODE },
  })
  expect(listedAnswers(joined)).toHaveLength(7)
})

test.each([[{ again: { 403: ['CARD_REFUSED'] } }], [{ refused: { 401: ['KEY'] } }]])(
  'an answer with two meanings is a mistake',
  other => expect(() => joinTables(table, other)).toThrow('two meanings'),
)
