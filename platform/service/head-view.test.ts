import pg from 'pg'
import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createDatabase } from '../../test/harness/database.ts'
import { boolean, date, double, integer, json, texts, timestamptz } from '../db/copy.ts'
import type { Writing } from '../db/database.ts'
import { copyIn } from '../db/write-connection.ts'
import { defineAggregate } from '../kit/aggregate.ts'
import { event } from '../kit/contract.ts'
import { headView } from './head-view.ts'

const state = {
  name: { ko: '찻잔' },
  tags: ['a, b', 'c "d"'],
  weight: 1.5,
  day: '2026-11-20',
  since: '2026-11-20T01:02:03.004Z',
  open: true,
  count: 3,
}
type Thing = typeof state

const thing = defineAggregate({
  name: 'thing',
  shape: 1,
  initial: (): Thing => state,
  events: [event('things.named', Type.Object({}))],
  evolve: (before: Thing): Thing => before,
})

const things = headView(thing, {
  table: 'things',
  columns: {
    name: json(({ name }) => name),
    tags: texts(({ tags }) => tags),
    weight: double(({ weight }) => weight),
    day: date(({ day }) => day),
    since: timestamptz(({ since }) => since),
    open: boolean(({ open }) => open),
    count: integer(({ count }) => count),
  },
  keep: ['since'],
  when: ({ count }) => count > 0,
})

let database: Awaited<ReturnType<typeof createDatabase>>
let client: pg.Client
let tx: Writing

beforeAll(async () => {
  database = await createDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  tx = { query: client.query.bind(client), copy: (statement, lines) => copyIn(client, statement, lines) } as Writing
  await client.query(`create table things (id text primary key, name json, tags text[], weight float8, day date,
    since timestamptz, open boolean, count integer)`)
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

beforeEach(async () => void (await client.query('truncate things')))

const rows = async () =>
  (await client.query('select id, name, tags, weight, day::text, since, open, count from things order by id')).rows

const shown = { ...state, since: new Date(state.since) }

it.each([
  ['of a new head, copied', false],
  ['of a head that has a row already, inserted all the same', true],
])('writes the row %s', async (_, exists) => {
  await things.applyHeads(tx, [{ id: 'a', state, exists }])
  expect(await rows()).toEqual([{ id: 'a', ...shown }])
})

it('changes a row, but for what is kept', async () => {
  await things.applyHeads(tx, [{ id: 'a', state, exists: false }])
  const changed = { ...state, tags: [], open: false, since: '2030-01-01T00:00:00Z' }
  await things.applyHeads(tx, [
    { id: 'a', state: changed, exists: true },
    { id: 'b', state, exists: false },
  ])
  expect(await rows()).toEqual([
    { id: 'a', ...shown, tags: [], open: false },
    { id: 'b', ...shown },
  ])
})

it('leaves out heads that have no row yet', async () => {
  await things.applyHeads(tx, [{ id: 'a', state: { ...state, count: 0 }, exists: false }])
  expect(await rows()).toEqual([])
  await things.applyHeads(tx, [{ id: 'a', state, exists: true }])
  expect(await rows()).toHaveLength(1)
})
