import pg from 'pg'
import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createDatabase } from '../../test/harness/database.ts'
import { defineAggregate } from '../kit/aggregate.ts'
import { event } from '../kit/contract.ts'
import { listEqualsHeads } from './list-equals-heads.ts'

interface Thing {
  readonly status: string
  readonly underWay: boolean
  readonly amount: number | null
}

const thing = defineAggregate({
  name: 'thing',
  shape: 1,
  initial: () => ({ status: 'none', underWay: false, amount: null }),
  events: [event('things.changed', Type.Object({}))],
  evolve: (state: Thing): Thing => state,
})

const check = listEqualsHeads({
  table: 'things',
  aggregate: thing,
  columns: { status: 'status', under_way: 'underWay', amount: 'amount' },
})

let database: Awaited<ReturnType<typeof createDatabase>>
let client: pg.Client

beforeAll(async () => {
  database = await createDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('create table things (id text primary key, status text, under_way boolean, amount bigint)')
  await client.query('create table heads (stream text primary key, state json)')
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

beforeEach(async () => {
  await client.query('truncate things, heads')
  await client.query(`insert into things values ('a', 'open', true, 5), ('b', 'done', false, null)`)
  await client.query(`insert into heads values ('thing:a', '{"status":"open","underWay":true,"amount":5}'),
    ('thing:b', '{"status":"done","underWay":false,"amount":null}'), ('other:c', '{"status":"open"}')`)
})

it('is called what it checks', () => {
  expect(check).toMatchObject({ name: 'the list shows every thing as its head does', property: 10 })
  const named = listEqualsHeads({ table: 'things', aggregate: thing, columns: {}, what: 'little thing' })
  expect(named.name).toBe('the list shows every little thing as its head does')
})

it('finds nothing where both say the same', async () => expect(await check.differences(client)).toEqual([]))

it.each([
  [`update things set status = 'done' where id = 'a'`, { id: 'a', status: 'done', status_of_head: 'open' }],
  [`update things set under_way = true where id = 'b'`, { id: 'b', under_way: true, under_way_of_head: 'false' }],
  [`update things set amount = null where id = 'a'`, { id: 'a', amount: null, amount_of_head: '5' }],
  [`delete from heads where stream = 'thing:b'`, { id: 'b', status_of_head: null }],
  [`delete from things where id = 'a'`, { id: 'a', status: null, status_of_head: 'open' }],
])('finds the difference after: %s', async (change, difference) => {
  await client.query(change)
  const found = await check.differences(client)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject(difference)
})
