import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { ConnectionLost } from './database.ts'
import { PipelinedTransaction } from './pipelined-transaction.ts'
import { WriteConnection } from './write-connection.ts'

/** On real PostgreSQL: what a Sync covers, and what is left when something under it fails. */
let database: TestDatabase
let client: pg.Client

const names = new Map<string, string>()
const nameOf = (text: string) => {
  const known = names.get(text) ?? `n${names.size}`
  names.set(text, known)
  return known
}
/** Everything for one service. */
function together() {
  const sending = new PipelinedTransaction((_, text) => nameOf(text))
  return Object.assign(sending.of('things'), {
    ask: (text: string, values: readonly unknown[]) => sending.ask('things', text, values),
    send: (to: pg.Client) => sending.send(to),
  })
}

const INSERT = 'insert into things (id, label, at) select * from unnest($1::int[], $2::text[], $3::timestamptz[])'
const COPY = 'copy things (id, label) from stdin'
const at = new Date('2026-11-20T01:02:03.456Z')

beforeAll(async () => {
  database = await createDatabase()
  client = new pg.Client({ connectionString: database.url, pipeline: true } as pg.ClientConfig)
  await client.connect()
  await client.query('create table things (id int primary key, label text, at timestamptz)')
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const things = async () => (await client.query('select id, label, at from things order by id')).rows

test('all of it is one transaction, of which the value asked for is told', async () => {
  const batch = together()
  const parts = [
    batch.query('select $1::text', ['not asked for']),
    batch.ask('select pg_current_xact_id()::text, $1::text', ['x']),
    batch.query(INSERT, [
      [1, 2],
      ['tab\t"한글"\\', null],
      [at, null],
    ]),
    batch.copy(COPY, Buffer.from('3\tthree\n')),
    batch.query('update things set label = $2 where id = $1', [3, 'drei']),
  ]
  const xid = await batch.send(client)
  await Promise.all(parts)
  expect(await things()).toEqual([
    { id: 1, label: 'tab\t"한글"\\', at },
    { id: 2, label: null, at: null },
    { id: 3, label: 'drei', at: null },
  ])
  const { rows } = await client.query('select distinct xmin::text as xid from things')
  expect(rows).toEqual([{ xid }])
})

test('where one statement fails nothing stays, everyone is told why, and what was sent behind it passes', async () => {
  const before = await things()
  const failing = together()
  const parts = [
    // New to the server: it is parsed before the failure, and must not be in the way afterwards.
    failing.query(`insert into things (id, label) values (10, 'lost')`),
    failing.copy(COPY, Buffer.from('11\tlost\n1\ttaken\n')),
    failing.query(`update things set label = 'never' where id = $1`, [2]),
  ]
  const failed = failing.send(client)
  const behind = together()
  behind.query(`insert into things (id, label) values (10, 'lost')`)
  behind.query(`update things set label = 'never' where id = $1`, [2])
  const passed = behind.send(client)
  for (const part of [...parts, failed]) await expect(part).rejects.toMatchObject({ code: '23505', table: 'things' })
  await passed
  const changed = before.map(row => (row.id === 2 ? { ...row, label: 'never' } : row))
  expect(await things()).toEqual([...changed, { id: 10, label: 'lost', at: null }])
})

test('what comes after it was sent, or what is no value of a column, is refused and sends nothing', async () => {
  const batch = together()
  expect(() => batch.query('select $1::json', [{ a: 1 }])).toThrow(TypeError)
  batch.query('select 1')
  await batch.send(client)
  await expect(batch.query('delete from things')).rejects.toThrow('after the end of its transaction')
  expect((await things()).length).toBe(4)
})

test('without a connection nothing is sent, and whoever waits is told', async () => {
  const connection = new WriteConnection(database.url, 'nobody')
  const batch = connection.together()
  const part = batch.of('nobody').query('select 1')
  await expect(connection.send(batch)).rejects.toThrow(ConnectionLost)
  await expect(part).rejects.toThrow(ConnectionLost)
})
