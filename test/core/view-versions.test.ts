import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { integer, text } from '../../platform/db/copy.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { upsertInto } from '../../platform/db/upsert.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { headView } from '../../platform/service/head-view.ts'
import type { InlineView, ServiceDefinition } from '../../platform/service/service.ts'
import { viewDifferences } from '../../platform/verification/view-differences.ts'
import { openTestApplication, origin } from '../harness/application.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'
import { type Counter, change, stock } from './sample.ts'

/** A release that writes other rows from the same events than the release before it. */
const counter = defineAggregate({
  name: 'counter',
  shape: 1,
  initial: (): Counter => ({ count: 0 }),
  events: [],
  evolve: (state: Counter): Counter => state,
})
const evolving = { ...counter, evolve: stock.aggregates?.[0]?.evolve ?? counter.evolve }

const totals = (factor: number, version?: number) =>
  headView(evolving, {
    table: 'totals',
    columns: { total: integer(({ count }) => count * factor) },
    ...(version !== undefined && { version }),
  })

interface Change {
  readonly id: string
  readonly by: number
}

const write = (factor: number) =>
  upsertInto<Change>(
    'changes',
    { id: text(({ id }) => id), by: integer(({ by }) => by * factor) },
    { key: 'id', add: ['by'] },
  )
const changes = (factor: number, version?: number): InlineView => ({
  name: 'changes',
  tables: ['changes'],
  types: ['stock.changed'],
  async apply(tx, events) {
    for (const { data } of events) await write(factor)(tx, [data])
  },
  ...(version !== undefined && { version }),
})

const release = (factor: number, version?: number): ServiceDefinition => ({
  ...stock,
  aggregates: [evolving],
  views: [totals(factor, version), changes(factor, version)],
})

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createDatabase()
  await migrate(database.url, [stock])
  client = new pg.Client({ connectionString: database.url, options: '-c search_path=stock' })
  await client.connect()
  await client.query('create table totals (id text primary key, total integer)')
  await client.query('create table changes (id text primary key, by integer)')
})
afterAll(async () => {
  await client.end()
  await database.drop()
})
beforeEach(() => startAndWrite(release(1, 1), 'apple', 0))

async function startAndWrite(definition: ServiceDefinition, item: string, by: number): Promise<void> {
  const opened = await openTestApplication({ services: [definition], databaseUrl: database.url })
  if (by !== 0) await opened.application.service('stock').writer.run(change(item, by), origin())
  await opened.close()
}

const rows = async () =>
  (await client.query('select t.id, total, by from totals t join changes c on c.id = t.id order by 1')).rows

test('a view of a new version is written anew at the start, from its heads or its events', async () => {
  await startAndWrite(release(1), 'apple', 2)
  await startAndWrite(release(1), 'apple', 3)
  expect(await rows()).toEqual([{ id: 'apple', total: 5, by: 5 }])

  await startAndWrite(release(10), 'apple', 0)
  expect(await rows(), 'the same version is left as it is').toEqual([{ id: 'apple', total: 5, by: 5 }])

  await startAndWrite(release(10, 2), 'pear', 1)
  expect(await rows()).toEqual([
    { id: 'apple', total: 50, by: 50 },
    { id: 'pear', total: 10, by: 10 },
  ])
  for (const view of release(10, 2).views ?? []) expect(await viewDifferences(database.url, 'stock', view)).toEqual([])
})

test('the release before it gets its own rows again', async () => {
  await startAndWrite(release(10, 2), 'apple', 0)
  await startAndWrite(release(1), 'apple', 0)
  expect((await rows())[0]).toEqual({ id: 'apple', total: 5, by: 5 })
})

test('processes that start at the same time rebuild it once', async () => {
  await Promise.all([1, 2, 3].map(() => startAndWrite(release(100, 3), 'apple', 0)))
  expect((await rows())[0]).toEqual({ id: 'apple', total: 500, by: 500 })
  expect((await client.query('select name, version from view_versions order by name')).rows).toEqual([
    { name: 'changes', version: 3 },
    { name: 'totals', version: 3 },
  ])
})
