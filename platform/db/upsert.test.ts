import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createDatabase } from '../../test/harness/database.ts'
import { bigint, boolean, integer, json, smallint, text, timestamptz } from './copy.ts'
import { insertInto, upsertInto } from './upsert.ts'

interface Row {
  readonly id: string
  readonly version: number
  readonly small: number | null
  readonly big: number | null
  readonly flag: boolean | null
  readonly names: { readonly ko: string } | null
  readonly note: string | null
  readonly at: Date | string
}

const columns = {
  id: text<Row>(row => row.id),
  version: integer<Row>(row => row.version),
  small: smallint<Row>(row => row.small),
  big: bigint<Row>(row => row.big),
  flag: boolean<Row>(row => row.flag),
  names: json<Row>(row => row.names),
  note: text<Row>(row => row.note),
  at: timestamptz<Row>(row => row.at),
}

const at = new Date('2026-11-20T01:02:03.456Z')
const row = (id: string, version: number, more: Partial<Row> = {}): Row => ({
  ...{ id, version, small: 7, big: 2 ** 40, flag: true, names: { ko: '커"피\\' }, note: 'a,{b} "c"', at },
  ...more,
})

let database: Awaited<ReturnType<typeof createDatabase>>
let client: pg.Client

beforeAll(async () => {
  database = await createDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`create table things (id text primary key, version integer not null, small smallint, big bigint,
                        flag boolean, names json, note text, at timestamptz)`)
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

beforeEach(() => client.query('truncate things'))

const stored = async (): Promise<Row[]> =>
  (await client.query('select id, version, small, big::float8 as big, flag, names, note, at from things order by id'))
    .rows

it('writes every type, and null', async () => {
  const write = upsertInto('things', columns, { key: 'id' })
  const empty = row('b', 1, { small: null, big: null, flag: null, names: null, note: null, at: at.toISOString() })
  await write(client, [row('a', 1), empty])
  expect(await stored()).toEqual([row('a', 1), { ...empty, at }])
})

it('updates a row that is there, but for what is kept', async () => {
  const write = upsertInto('things', columns, { key: 'id', keep: ['note'] })
  await write(client, [row('a', 1)])
  await write(client, [row('a', 2, { flag: false, note: 'other' }), row('b', 1)])
  expect(await stored()).toEqual([row('a', 2, { flag: false }), row('b', 1)])
})

it('leaves a row that is newer', async () => {
  const write = upsertInto('things', columns, { key: 'id', guard: 'version' })
  await write(client, [row('a', 3), row('b', 1)])
  await write(client, [row('a', 2, { note: 'older' }), row('b', 1, { note: 'as old' })])
  expect(await stored()).toEqual([row('a', 3), row('b', 1, { note: 'as old' })])
})

it('inserts once what has nothing but its key', async () => {
  await client.query('create table ids (id text primary key)')
  const write = upsertInto('ids', { id: columns.id }, { key: 'id' })
  await write(client, [row('a', 1)])
  await write(client, [row('a', 1), row('b', 1)])
  expect((await client.query('select id from ids order by id')).rows).toEqual([{ id: 'a' }, { id: 'b' }])
})

it('asks nothing where there are no rows, and is not defined without its key', async () => {
  const write = upsertInto('nowhere', columns, { key: 'id' })
  await expect(write(client, [])).resolves.toBeUndefined()
  expect(() => upsertInto('things', { id: columns.id }, { key: 'no' })).toThrow('without its column no')
})

it('adds to a row that is there', async () => {
  const write = upsertInto('things', columns, { key: 'id', add: ['big'] })
  await write(client, [row('a', 1, { big: 5 })])
  await write(client, [row('a', 2, { big: -2 })])
  expect(await stored()).toEqual([row('a', 2, { big: 3 })])
})

it('inserts what must be new', async () => {
  const write = insertInto('things', columns)
  await write(client, [row('a', 1)])
  await expect(write(client, [row('a', 1)])).rejects.toThrow('duplicate key')
})
