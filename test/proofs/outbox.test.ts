import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '../../platform/embedded-postgres/embedded-postgres.ts'
import { change, shop, stock } from '../core/sample.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'

const noCall = {
  perform: async () => ({ kind: 'done', result: null }) as const,
  ask: async () => ({ kind: 'absent' }) as const,
}

let opened: TestApplication | null = null
afterEach(async () => {
  await opened?.close()
  opened = null
})

test('a transaction open for five seconds beside the reader: nothing is skipped, order per stream is kept', () =>
  onServerOfItsOwn(besideOpenTransaction))

test('a transaction that began before its neighbours and wrote after them is not skipped either', () =>
  onServerOfItsOwn(besideLateRow))

/** An open transaction holds back the outboxes of every database beside it. */
async function onServerOfItsOwn(action: (databaseUrl: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'madang-outbox-'))
  const server = await startEmbeddedPostgres({ directory })
  try {
    await action(server.url)
  } finally {
    await opened?.close()
    opened = null
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** One change is seen, and a transaction of somebody else has begun. */
async function seenOneBesideBegun(databaseUrl: string) {
  const seen: number[] = []
  opened = await openTestApplication({ services: [stock, shop(noCall, by => seen.push(by))], databaseUrl })
  const { application, database } = opened
  const { writer } = application.service('stock')
  await writer.run(change('a', 1), origin())
  await application.awaitIdle()
  expect(seen).toEqual([1])
  const other = new pg.Client({ connectionString: database.url, options: '-c search_path=stock' })
  await other.connect()
  await other.query('begin')
  return { seen, writer, other }
}

async function besideOpenTransaction(databaseUrl: string): Promise<void> {
  // It takes its number before its neighbours and commits after them: a reader that goes by numbers would skip it.
  const { seen, writer, other: slow } = await seenOneBesideBegun(databaseUrl)
  await slow.query(
    `insert into events (id, kind, type, stream, version, data, actor, correlation_id, causation_id, at)
     values ('msg_slow', 'event', 'stock.changed', 'counter:slow', 1, '{"id":"slow","by":2}', 'x', 'y', 'z', now())`,
  )
  for (let by = 103; by <= 150; by += 1) await writer.run(change('a', by), origin())
  await new Promise(resolve => setTimeout(resolve, 5_000))
  expect(seen).toEqual([1])
  await slow.query('commit')
  await slow.end()
  await expect.poll(() => seen.length, { timeout: 5_000 }).toBe(50)
  expect(seen.filter(by => by > 2)).toEqual(Array.from({ length: 48 }, (_, n) => n + 103))
  expect(seen).toContain(2)
}

async function besideLateRow(databaseUrl: string): Promise<void> {
  const { seen, writer, other: late } = await seenOneBesideBegun(databaseUrl)
  await late.query('select pg_current_xact_id()')
  for (let by = 103; by <= 110; by += 1) await writer.run(change('a', by), origin())
  await late.query(
    `insert into events (id, kind, type, stream, version, data, actor, correlation_id, causation_id, at)
     values ('msg_late', 'event', 'stock.changed', 'counter:late', 1, '{"id":"late","by":2}', 'x', 'y', 'z', now())`,
  )
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(seen).toEqual([1])
  await late.query('commit')
  await late.end()
  await expect.poll(() => seen.length, { timeout: 5_000 }).toBe(10)
  expect(seen).toContain(2)
}

test('stopped between commit and publish: what was committed is published after the restart', async () => {
  const seen: number[] = []
  opened = await openTestApplication({ services: [stock, shop(noCall, by => seen.push(by))], loops: false })
  await opened.application.service('stock').writer.run(change('a', 7), origin())
  expect(seen).toEqual([])
  const application = await opened.restart()
  for (const service of application.services.values()) service.startLoops()
  await application.awaitIdle()
  expect(seen).toEqual([7])
})

test('applied, but the process ends before it knows: after the restart it is not applied again', async () => {
  const seen: number[] = []
  let fail = false
  const faults = {
    reach(place: string) {
      if (fail && place === 'shop: after commit') throw new Error('the process ends here')
    },
  }
  opened = await openTestApplication({ services: [stock, shop(noCall, by => seen.push(by))], ports: { faults } })
  const { writer } = opened.application.service('stock')
  await writer.run(change('a', 1), origin())
  await opened.application.awaitIdle()
  fail = true
  await writer.run(change('a', 2), origin())
  await expect.poll(() => seen.includes(2)).toBe(true)
  await opened.application.service('shop').writer.idle()
  fail = false
  const application = await opened.restart()
  await application.awaitIdle()
  const { rows } = await application
    .service('shop')
    .read.query(`select data ->> 'by' as by from events where type = 'shop.noted' order by xid, seq`)
  expect(rows.map(row => row.by)).toEqual(['1', '2'])
})

test('several readers of one group share the work and never apply a message twice', async () => {
  const seen: number[] = []
  const definitions = [stock, shop(noCall, by => seen.push(by))]
  opened = await openTestApplication({ services: definitions })
  const twin = await opened.twin()
  const { writer } = opened.application.service('stock')
  await Promise.all(Array.from({ length: 200 }, (_, n) => writer.run(change('a', n + 101), origin())))
  await opened.application.awaitIdle()
  await twin.awaitIdle()
  const { rows } = await opened.application
    .service('shop')
    .read.query(
      `select count(*)::int as noted, count(distinct data ->> 'by')::int as different from events where type = 'shop.noted'`,
    )
  expect(rows).toEqual([{ noted: 200, different: 200 }])
})
