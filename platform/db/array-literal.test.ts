import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminUrl } from '../../test/harness/database.ts'
import { plainArray, textArray, timeArray } from './array-literal.ts'

const client = () => new pg.Client({ connectionString: adminUrl() })
let database: pg.Client
beforeAll(async () => {
  database = client()
  await database.connect()
})
afterAll(() => database.end())

const storable = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .filter(text => !text.includes('\0') && text.isWellFormed())

test('whatever text goes in comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(storable)), async texts => {
      const { rows } = await database.query('select $1::text[] as texts', [textArray(texts, text => text)])
      expect(rows[0].texts).toEqual(texts)
    }),
  )
})

test('numbers, booleans and times too', async () => {
  const at = new Date('2026-11-20T01:02:03.456Z')
  const { rows } = await database.query(
    'select $1::bigint[]::text[] as numbers, $2::boolean[] as flags, $3::timestamptz[] as times',
    [
      plainArray([1, -2, Number.MAX_SAFE_INTEGER], number => number),
      plainArray([true, false], flag => flag),
      timeArray([at, null], time => time),
    ],
  )
  expect(rows[0]).toEqual({ numbers: ['1', '-2', '9007199254740991'], flags: [true, false], times: [at, null] })
})
