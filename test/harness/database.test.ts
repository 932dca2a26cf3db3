import pg from 'pg'
import { expect, it } from 'vitest'
import { adminUrl, createDatabase } from './database.ts'

it('a database is a copy of its template, and can be dropped while somebody is connected', async () => {
  expect(adminUrl()).toMatch(/^postgres/)
  const first = await createDatabase()
  const client = new pg.Client({ connectionString: first.url })
  client.on('error', () => {})
  await client.connect()
  await client.query('CREATE TABLE kept AS SELECT 7 AS n')
  await client.end()
  const copies = await Promise.all([createDatabase(first.name), createDatabase(first.name)])
  const reader = new pg.Client({ connectionString: copies[1]!.url })
  reader.on('error', () => {})
  await reader.connect()
  expect((await reader.query('SELECT n FROM kept')).rows).toEqual([{ n: 7 }])
  for (const database of [first, ...copies]) await database.drop()
})
