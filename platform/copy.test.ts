import pg from 'pg'
import { expect, it } from 'vitest'
import { createDatabase } from '../test/harness/database.ts'
import { copyInto } from './copy.ts'
import { copyIn, type Queryable, type Writing } from './database.ts'

interface Row {
  readonly text: string | null
  readonly number: number | null
  readonly flag: boolean
  readonly at: Date
}

const insert = copyInto<Row>('things', {
  text: row => row.text,
  number: row => row.number,
  flag: row => row.flag,
  at: row => row.at,
})

it('whatever stands in a text arrives as it was, nothing is null that was not', async () => {
  const database = await createDatabase()
  const client = new pg.Client({ connectionString: database.url, pipeline: true } as pg.ClientConfig)
  await client.connect()
  const tx = { query: client.query.bind(client), copy: (text, rows) => copyIn(client, text, rows) } as Queryable &
    Writing
  await tx.query(
    'create table things (nth serial, text text, number int check (number > 0), flag boolean, at timestamptz)',
  )
  const texts = [
    '',
    'tab\there',
    'line\nline\r\n',
    '\\',
    '\\N',
    '\\.',
    'a\\tb',
    '{"a":"\\"한글\\n\\""}',
    'null',
    '🙂',
    null,
  ]
  const at = new Date('2026-11-20T01:02:03.456Z')
  const rows = texts.map((text, nth) => ({ text, number: nth === 3 ? null : nth + 1, flag: nth % 2 === 0, at }))
  await insert(tx, rows)
  expect((await tx.query('select text, number, flag, at from things order by nth')).rows).toEqual(rows)

  // What follows a refused copy on the same connection is answered as if nothing had been.
  const refused = insert(tx, [{ text: 'x', number: -1, flag: true, at }])
  const behind = tx.query('select count(*)::int as count from things')
  await expect(refused).rejects.toMatchObject({ code: '23514', table: 'things' })
  expect((await behind).rows).toEqual([{ count: texts.length }])
  await client.end()
  await database.drop()
})
