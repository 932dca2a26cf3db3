import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase } from '../../test/harness/database.ts'
import { bigint, boolean, copyInto, integer, smallint, text, texts, timestamptz } from './copy.ts'
import type { Queryable, Writing } from './database.ts'
import { copyIn } from './write-connection.ts'

interface Row {
  readonly text: string | null
  readonly small: number | null
  readonly whole: number | null
  readonly big: number | null
  readonly flag: boolean | null
  readonly list: readonly string[]
  readonly at: Date | null
}

const insert = copyInto<Row>('things', {
  text: text(row => row.text),
  small: smallint(row => row.small),
  whole: integer(row => row.whole),
  big: bigint(row => row.big),
  flag: boolean(row => row.flag),
  list: texts(row => row.list),
  at: timestamptz(row => row.at),
})

const at = new Date('2026-11-20T01:02:03.456Z')
const nothing: Row = { text: null, small: null, whole: null, big: null, flag: null, list: [], at: null }

let database: Awaited<ReturnType<typeof createDatabase>>
let client: pg.Client
let tx: Queryable & Writing

beforeAll(async () => {
  database = await createDatabase()
  client = new pg.Client({ connectionString: database.url, pipeline: true } as pg.ClientConfig)
  await client.connect()
  tx = { query: client.query.bind(client), copy: (sql, rows) => copyIn(client, sql, rows) } as Queryable & Writing
  await tx.query(
    `create table things (nth serial, text text, small smallint, whole int, big bigint, flag boolean,
                          list text[], at timestamptz)`,
  )
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

async function cameBack(rows: readonly Row[]): Promise<Row[]> {
  await tx.query('truncate things')
  await insert(tx, rows)
  const { rows: found } = await tx.query(
    'select text, small, whole, big::float8 as big, flag, list, at from things order by nth',
  )
  return found as Row[]
}

it('whatever stands in a text arrives as it was, nothing is null that was not', async () => {
  const all = [
    '',
    'tab\there',
    'line\nline\r\n',
    '\\',
    '\\N',
    '{"a":"\\"한글\\n\\""}',
    'null',
    'ÿé',
    '🙂',
    'x'.repeat(2_000),
  ]
  const rows = [...all.map(each => ({ ...nothing, text: each, list: [each, each] })), nothing]
  expect(await cameBack(rows)).toEqual(rows)
})

it('any row arrives as it was, an instant to the millisecond', async () => {
  const utf8 = fc.string({ unit: 'grapheme' }).filter(each => !each.includes('\0'))
  const row = fc.record<Row>({
    text: fc.option(utf8),
    small: fc.option(fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 })),
    whole: fc.option(fc.integer()),
    big: fc.option(fc.maxSafeInteger()),
    flag: fc.option(fc.boolean()),
    list: fc.array(utf8, { maxLength: 3 }),
    at: fc.option(fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async rows => {
      expect(await cameBack(rows)).toEqual(rows)
    }),
    { numRuns: 60 },
  )
})

it('an instant that is written out means the same', async () => {
  const written = copyInto<string>('things', { at: timestamptz(each => each) })
  await tx.query('truncate things')
  await written(tx, [at.toISOString()])
  expect((await tx.query('select at from things')).rows).toEqual([{ at }])
})

it.each([
  ['a smallint', { small: 2 ** 15 }],
  ['an integer', { whole: -(2 ** 31) - 1 }],
  ['an integer with a fraction', { whole: 0.5 }],
  ['a bigint that is not exact', { big: 2 ** 53 }],
  ['what is no number', { big: Number.NaN }],
])('%s that does not fit is a fault, and nothing is sent', (_, value) => {
  expect(() => insert(tx, [{ ...nothing, ...value }])).toThrow(RangeError)
})

it('what follows a refused copy on the same connection is answered as if nothing had been', async () => {
  await cameBack([nothing])
  const checked = tx.query('alter table things add constraint positive check (big > 0)')
  const refused = insert(tx, [{ ...nothing, big: -1 }])
  const behind = tx.query('select count(*)::int as count from things')
  await checked
  await expect(refused).rejects.toMatchObject({ code: '23514', table: 'things' })
  expect((await behind).rows).toEqual([{ count: 1 }])
})
