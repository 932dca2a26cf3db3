import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Command } from '../../platform/kit/command.ts'
import type { Application } from '../../platform/runtime/application.ts'
import { type SagaState, sagaKey } from '../../platform/saga/state.ts'
import type { InlineView, ServiceDefinition } from '../../platform/service/service.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { change, sale, shop, stock } from './sample.ts'

/** Services of one process write in one transaction, and what one requests of another is done in the commit of the request. */
const noCall = {
  perform: async () => ({ kind: 'done', result: {} }) as const,
  ask: async () => ({ kind: 'absent' }) as const,
}
/** Breaks, by what it writes, when a counter changes by this much. */
let breaksAt = 0
let breaking = 'select 1 / 0'
const fragile: InlineView = {
  name: 'fragile',
  tables: [],
  types: ['stock.changed'],
  async apply(tx, events) {
    if (events.some(({ data }) => data.by === breaksAt)) await tx.query(breaking)
  },
}
const services: readonly ServiceDefinition[] = [{ ...stock, views: [fragile] }, shop(noCall)]

let opened: TestApplication
let application: Application
let nth = 0

const run = (service: string, command: Command, correlationId?: string, where = application) =>
  where.service(service).writer.run(command, origin('mem_test', correlationId))

/** A sale under an id that was made for it. */
function sell(quantity: number, correlationId?: string, where = application, item = 'apple') {
  const command = sale(opened.ports.ids.next('sal'), { item, quantity, charge: false })
  return run('shop', { ...command, fresh: command.keys }, correlationId, where)
}

/** Both services have written here, and have what they need in memory. */
async function warm(where = application) {
  for (let times = 0; times < 3; times += 1) {
    await run('stock', change('apple', 100), undefined, where)
    await sell(1, undefined, where)
    await where.awaitIdle()
  }
}

const rows = async (text: string, values: unknown[] = []) =>
  (await application.service('shop').read.query(text, values)).rows
async function eventsOf(service: string, correlationId: string) {
  const { rows: found } = await application
    .service(service)
    .read.query('select xid::text as xid, kind, type from events where correlation_id = $1 order by events.xid, seq', [
      correlationId,
    ])
  return found as { xid: string; kind: string; type: string }[]
}
const apples = async () =>
  (await application.service('stock').writer.head<{ count: number }>('counter:apple'))?.state.count ?? 0
const sagas = () =>
  rows(`select state ->> 'status' as status, count(*)::int as n from heads where stream like 'saga:%' group by 1`)
const name = () => `cor_group_${(nth += 1)}`

beforeAll(async () => {
  opened = await openTestApplication({ services })
  application = opened.application
  await warm()
})
afterAll(() => opened.close())

describe('what one service asks of another', () => {
  test('is done in the commit of the request, and is not sent', async () => {
    const before = await apples()
    const cor = name()
    await sell(3, cor)
    const [requested, done] = [await eventsOf('shop', cor), await eventsOf('stock', cor)]
    expect(requested.map(({ kind, type }) => `${kind} ${type}`)).toEqual(['event saga.done'])
    expect(done.map(({ kind, type }) => `${kind} ${type}`)).toEqual(['event stock.changed'])
    expect(new Set([...requested, ...done].map(({ xid }) => xid)).size).toBe(1)
    await application.awaitIdle()
    expect(await apples()).toBe(before - 3)
    // Who listens to facts gets it as ever.
    expect(await rows(`select data from events where type = 'shop.noted' and correlation_id = $1`, [cor])).toEqual([
      { data: { id: 'apple', by: -3 } },
    ])
  })

  test('leaves a summary of a saga that is over, and all of it to who asks', async () => {
    const id = opened.ports.ids.next('sal')
    const command = sale(id, { item: 'apple', quantity: 2, charge: false })
    await run('shop', { ...command, fresh: command.keys })
    const [stored] = await rows('select state from heads where stream = $1', [sagaKey(id)])
    expect(stored.state).toEqual({ saga: 'sell', status: 'done', reason: null })
    const requested = await application.service('shop').writer.head<SagaState>(sagaKey(id))
    expect(requested).toMatchObject({ version: 1, state: { status: 'done', data: { item: 'apple', quantity: 2 } } })
    // After it has left memory too: whoever writes to it continues from its events.
    application = await opened.restart()
    await warm()
    expect(await run('shop', command)).toMatchObject({ kind: 'accepted' })
    expect(await application.service('shop').writer.head(sagaKey(id))).toMatchObject({
      version: 2,
      state: { data: requested!.state.data },
    })
  })

  test('may be refused there, and is undone in the same commit', async () => {
    const cor = name()
    await sell(1_000_000, cor)
    expect((await eventsOf('shop', cor)).map(({ type }) => type)).toEqual(['saga.undone'])
    expect(await eventsOf('stock', cor)).toEqual([])
  })

  test('waits until what it needs is in memory', async () => {
    await run('stock', change('pear', 100))
    application = await opened.restart()
    await warm()
    const cor = name()
    await sell(3, cor, application, 'pear')
    const all = [...(await eventsOf('shop', cor)), ...(await eventsOf('stock', cor))]
    expect(all.map(({ type }) => type)).toEqual(['saga.done', 'stock.changed'])
    expect(new Set(all.map(({ xid }) => xid)).size).toBe(1)
    expect((await application.service('stock').writer.head<{ count: number }>('counter:pear'))?.state.count).toBe(97)
  })

  test('goes over the outbox if that cannot be read', async () => {
    await run('stock', change('plum', 100))
    application = await opened.restart()
    await warm()
    const cor = name()
    const admin = new pg.Client({ connectionString: opened.database.url })
    await admin.connect()
    await admin.query('alter table stock.heads rename to lost')
    await sell(3, cor, application, 'plum')
    await admin.query('alter table stock.lost rename to heads')
    await admin.end()
    await application.awaitIdle()
    expect((await eventsOf('shop', cor)).map(({ kind }) => kind)).toContain('command')
    expect((await application.service('stock').writer.head<{ count: number }>('counter:plum'))?.state.count).toBe(97)
  })

  test('goes over the outbox to a service that has not written here yet', async () => {
    application = await opened.restart()
    const before = await apples()
    const cor = name()
    await sell(3, cor)
    await application.awaitIdle()
    expect((await eventsOf('shop', cor)).map(({ kind }) => kind)).toContain('command')
    expect((await eventsOf('stock', cor)).map(({ kind }) => kind)).toContain('reply')
    expect(await apples()).toBe(before - 3)
    await warm()
  })

  test('goes over the outbox where each service commits for itself', async () => {
    const apart = await openTestApplication({ services, apart: true, databaseUrl: opened.database.url })
    await warm(apart.application)
    const before = await apples()
    const cor = name()
    await sell(3, cor, apart.application)
    await apart.application.awaitIdle()
    const all = [...(await eventsOf('shop', cor)), ...(await eventsOf('stock', cor))]
    expect(new Set(all.map(({ xid }) => xid)).size).toBeGreaterThan(2)
    expect(await apples()).toBe(before - 3)
    await apart.close()
  })
})

describe('a part of the commit that fails', () => {
  test('takes the others with it, and all of them are done once, on what is stored', async () => {
    application = await opened.restart()
    await warm()
    const before = await apples()
    breaksAt = -7
    const beside = [sell(1), sell(2), run('stock', change('apple', 50))]
    const broken = sell(7).then(
      () => 'placed',
      () => 'failed',
    )
    const outcomes = await Promise.all(beside)
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted'])
    // What is refused there is requested over the outbox; the sale that needs it is made.
    expect(await broken).toBe('placed')
    breaksAt = 0
    await application.awaitIdle()
    expect(await apples()).toBe(before - 1 - 2 + 50 - 7)
  })

  test('that has to wait for long is left to itself: the others continue without it', async () => {
    await warm()
    const before = await apples()
    const rebuilding = new pg.Client({ connectionString: opened.database.url })
    await rebuilding.connect()
    await rebuilding.query('begin; lock table stock.events in share mode')
    let isTerminal = false
    const waiting = run('stock', change('apple', 5)).finally(() => {
      isTerminal = true
    })
    const cor = name()
    await sell(2, cor)
    expect([isTerminal, (await eventsOf('shop', cor)).map(({ kind }) => kind)]).toEqual([false, ['command']])
    await rebuilding.query('commit')
    await rebuilding.end()
    await waiting
    await application.awaitIdle()
    expect(await apples()).toBe(before + 5 - 2)
  })

  test('writes as its own service: it can touch nothing of another one', async () => {
    await warm()
    breaking = `insert into shop.heads (stream, version, shape) values ('forged', 1, 1)`
    breaksAt = -9
    await expect(run('stock', change('apple', -9))).rejects.toMatchObject({ code: '42501' })
    breaksAt = 0
    expect(await rows(`select 1 from heads where stream = 'forged'`)).toEqual([])
  })
})

test('two processes of the same services: whatever they do at once is done once', async () => {
  application = await opened.restart()
  const twin = await opened.twin()
  const step = fc.record({ inTwin: fc.boolean(), quantity: fc.integer({ min: 1, max: 5 }), direct: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async steps => {
      await run('stock', change('apple', 500))
      const before = await apples()
      await Promise.all(
        steps.map(({ inTwin, quantity, direct }) => {
          const where = inTwin ? twin : application
          return direct ? run('stock', change('apple', -quantity), undefined, where) : sell(quantity, undefined, where)
        }),
      )
      for (let times = 0; times < 2; times += 1) await Promise.all([application.awaitIdle(), twin.awaitIdle()])
      expect(await apples()).toBe(before - steps.reduce((sum, { quantity }) => sum + quantity, 0))
    }),
    { numRuns: 8 },
  )
  expect((await sagas()).map(({ status }) => status).sort()).toEqual(['done', 'undone'])
})
