import pg from 'pg'
import { Type } from 'typebox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase } from '../../test/harness/database.ts'
import { sql } from '../db/sql.ts'
import { defineAggregate } from '../kit/aggregate.ts'
import { event } from '../kit/contract.ts'
import { countHeads, headsByIds, listHeads } from './list-heads.ts'

interface Thing {
  readonly name: string
}

const thing = defineAggregate({
  name: 'thing',
  shape: 1,
  initial: () => ({ name: '' }),
  events: [event('things.named', Type.Object({}))],
  evolve: (state: Thing): Thing => state,
})

let database: Awaited<ReturnType<typeof createDatabase>>
let client: pg.Client

beforeAll(async () => {
  database = await createDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('create table things (id text collate "C" primary key, owner text, size integer)')
  await client.query('create table heads (stream text primary key, state json)')
  await client.query(`insert into things select 'a' || n, case n % 2 when 0 then 'even' else 'odd' end, n
                      from generate_series(1, 6) n`)
  await client.query(`insert into heads select 'thing:' || id, json_build_object('name', 'thing ' || id) from things`)
  await client.query(`insert into heads values ('other:a1', '{"name":"another"}')`)
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

const ids = async (query: Partial<Parameters<typeof listHeads>[2]>) =>
  (await listHeads(client, thing, { table: 'things', after: null, limit: 10, ...query })).map(({ id }) => id)

it('gives what the heads say, the newest first, and no more than asked for', async () =>
  expect(await listHeads(client, thing, { table: 'things', after: null, limit: 2 })).toEqual([
    { id: 'a6', state: { name: 'thing a6' } },
    { id: 'a5', state: { name: 'thing a5' } },
  ]))

it('goes by the column that says which is newer, and then by the id, page by page', async () => {
  // The three smallest are the newest.
  await client.query(`alter table things add column made int not null default 0`)
  await client.query(`update things set made = case when id < 'a4' then 2 else 1 end`)
  const all = ['a3', 'a2', 'a1', 'a6', 'a5', 'a4']
  expect(await ids({ newestBy: 'made' })).toEqual(all)
  const pages: string[] = []
  for (let after: string | null = null; pages.length < all.length; after = pages.at(-1) ?? null) {
    pages.push(...(await ids({ newestBy: 'made', after, limit: 2 })))
  }
  expect(pages).toEqual(all)
})

it('goes on after a position', async () => expect(await ids({ after: 'a4' })).toEqual(['a3', 'a2', 'a1']))

it('takes any value where null is asked for', async () => {
  expect(await ids({ equal: { owner: 'odd', size: null } })).toEqual(['a5', 'a3', 'a1'])
  expect(await ids({ equal: { owner: 'odd', size: 3 } })).toEqual(['a3'])
})

it('takes further conditions, with their values', async () =>
  expect(
    await ids({ equal: { owner: 'even' }, and: [null, sql`size = ${2} or size = ${6}`], after: 'a9', limit: 1 }),
  ).toEqual(['a6']))

it('finds those of some ids, each once, and no other', async () => {
  const found = await headsByIds(client as never, thing, ['a2', 'a1', 'nothing'])
  expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
    { id: 'a1', state: { name: 'thing a1' } },
    { id: 'a2', state: { name: 'thing a2' } },
  ])
  expect(await headsByIds(client as never, thing, [])).toEqual([])
})

it('counts them, by the same conditions, up to a limit', async () => {
  const count = (query: object, max = 100) => countHeads(client as never, { table: 'things', ...query }, max)
  expect(await count({})).toBe(6)
  expect(await count({ equal: { owner: 'odd', size: null } })).toBe(3)
  expect(await count({ equal: { owner: 'odd' }, and: [sql`size > ${1}`, null] })).toBe(2)
  expect(await count({ equal: { owner: 'nobody' } })).toBe(0)
  expect(await count({}, 4)).toBe(4)
})
