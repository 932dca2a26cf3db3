/** A command whose heads are not in memory waits for them, and for nobody's sake but its own. */
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { change, stock } from './sample.ts'

let opened: TestApplication
const run = (id: string, by: number) => opened.application.service('stock').writer.run(change(id, by), origin())

beforeAll(async () => {
  opened = await openTestApplication({ services: [stock] })
  for (const id of ['known', 'missed', 'lost']) await run(id, 10)
})
/** Alone, and with one head in memory. */
beforeEach(async () => {
  await opened.restart()
  for (let times = 0; times < 3; times += 1) await run('known', 1)
})
afterAll(() => opened.close())

async function transactionsOf(...streams: string[]): Promise<string[]> {
  const { rows } = await opened.application
    .service('stock')
    .read.query('select max(xid)::text as xid from events where stream = any($1) group by stream order by stream', [
      streams,
    ])
  return rows.map(({ xid }) => xid)
}

test('who came with it and misses nothing is written at once', async () => {
  const [missed, known] = await Promise.all([run('missed', 1), run('known', 1)])
  expect([missed, known]).toMatchObject([{ body: '{"count":11}' }, { kind: 'accepted' }])
  const [knownIn, missedIn] = await transactionsOf('counter:known', 'counter:missed')
  expect(BigInt(knownIn!)).toBeLessThan(BigInt(missedIn!))
})

test('it is in memory from then on: who asks next is written with the others', async () => {
  await run('missed', 1)
  await Promise.all([run('missed', 1), run('known', 1)])
  expect(new Set(await transactionsOf('counter:known', 'counter:missed')).size).toBe(1)
})

test('many that miss the same head see each other', async () => {
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => run('missed', -1)))
  expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(13)
  expect((await opened.application.service('stock').writer.head('counter:missed'))?.state).toEqual({ count: 0 })
})

test('if the reading breaks off, the command is decided on locked heads', async () => {
  const admin = new pg.Client({ connectionString: opened.database.url })
  await admin.connect()
  await admin.query('begin; lock table stock.heads in access exclusive mode')
  const running = run('lost', 5)
  const cut = `select pg_terminate_backend(pid) from pg_locks where relation = 'stock.heads'::regclass and not granted`
  await expect.poll(() => admin.query(cut), { interval: 5 }).toMatchObject({ rowCount: 1 })
  await admin.query('commit')
  await admin.end()
  expect(await running).toMatchObject({ kind: 'accepted', body: '{"count":15}' })
})
