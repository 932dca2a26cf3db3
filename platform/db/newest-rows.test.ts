import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { newestRows } from './newest-rows.ts'

let database: TestDatabase
let client: pg.Client
const ROWS = 1_000
const PAGES_MAX = 7

beforeAll(async () => {
  database = await createDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('create table grows (n int, filling text)')
  await client.query(`insert into grows select n, repeat('x', 400) from generate_series(1, $1::int) n`, [ROWS])
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

async function read(table: string, step: number, pagesMax: number): Promise<number[][]> {
  const pages: number[][] = []
  const from = {
    query: (text: string, values?: readonly unknown[]) => client.query(text, values as unknown[]) as never,
  }
  for await (const rows of newestRows<{ n: number }>(from, { table, columns: 'n', step, pagesMax })) {
    pages.push(rows.map(({ n }) => n))
  }
  return pages
}

test('the newest pages come first, some at a time, up to a limit', async () => {
  const { rows } = await client.query('select n, (ctid::text::point)[0]::int as page from grows order by n')
  const from = rows.at(-1).page - PAGES_MAX
  const newest = rows.filter(({ page }) => page > from).map(({ n }) => n)
  const pages = await read('grows', 3, PAGES_MAX)
  expect(pages).toHaveLength(3)
  expect([...pages].reverse().flat()).toEqual(newest)
  expect(pages[0]?.at(-1)).toBe(ROWS)
})

test('all of them, if there are fewer', async () => {
  const pages = await read('grows', 1_000, 1_000)
  expect(pages).toEqual([Array.from({ length: ROWS }, (_, nth) => nth + 1)])
})

test('none of a table that is empty', async () => {
  await client.query('create table nothing (n int)')
  expect(await read('nothing', 1, 1)).toEqual([])
})
