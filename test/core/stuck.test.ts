import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { roleOf } from '../../platform/db/database.ts'
import { MovableClock } from '../../platform/ports/movable-clock.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { change, sale, shop, stock } from './sample.ts'

let opened: TestApplication
const clock = new MovableClock()
const applied: number[] = []
const logged: string[] = []
let poisonous = true

const call = {
  perform: async () => ({ kind: 'unknown', reason: 'nobody answers' }) as const,
  ask: async () => ({ kind: 'unknown', reason: 'nobody answers' }) as const,
}

beforeAll(async () => {
  const hears = (by: number) => {
    if (by === 66 && poisonous) throw new Error('not today')
    applied.push(by)
  }
  opened = await openTestApplication({
    services: [stock, shop(call, hears)],
    ports: { clock },
    logTo: line => logged.push(line),
  })
  await opened.application.service('stock').writer.run(change('apple', 100), origin())
})
afterAll(() => opened.close())

const shopWriter = () => opened.application.service('shop').writer
const sagaOf = async (id: string) => (await shopWriter().head<Record<string, unknown>>(`saga:${id}`))?.state

async function untilStuck(id: string): Promise<void> {
  await expect
    .poll(
      async () => {
        clock.advance(60_000)
        return (await sagaOf(id))?.status
      },
      { timeout: 20_000, interval: 100 },
    )
    .toBe('stuck')
}

test('a compensation that keeps being refused is stuck with an owner and a reason, and can be tried again', async () => {
  const data = { item: 'apple', quantity: 1, charge: false, shipping: 'refuse-return' } as const
  await shopWriter().run(sale('stuck-1', data), origin())
  await untilStuck('stuck-1')
  expect(await sagaOf('stuck-1')).toMatchObject({
    step: 'take',
    phase: 'undo',
    reason: 'no_courier',
    owner: 'shop operators',
  })
  const lines = logged.filter(line => line.includes('a saga is stuck'))
  expect(lines.map(line => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: 'error',
      service: 'shop',
      id: 'saga:stuck-1',
      step: 'take',
      reason: 'no_courier',
      owner: 'shop operators',
      correlationId: expect.any(String),
    }),
  ])
  const { rows } = await opened.application.service('shop').read.query(
    // What was done inline has no row of its own: it is written with what came after it.
    `select count(*)::int as tries
       from events cross join lateral (
         select type, data union all
         select said ->> 'type', said -> 'data' from json_array_elements(coalesce(data -> 'before', '[]')) said) as said
       where stream = 'saga:stuck-1' and said.type = 'saga.step-sent' and said.data ->> 'phase' = 'undo'`,
  )
  expect(rows).toEqual([{ tries: 8 }])

  const resumed = await shopWriter().run(
    opened.application.service('shop').sagas.resume('stuck-1'),
    origin('mem_operator'),
  )
  expect(resumed).toMatchObject({ kind: 'accepted', body: '{"status":"undoing"}' })
  await untilStuck('stuck-1')
})

test('a call whose outcome nobody can tell is stuck, never guessed', async () => {
  await shopWriter().run(sale('stuck-2', { item: 'apple', quantity: 1, charge: true }), origin())
  await untilStuck('stuck-2')
  expect(await sagaOf('stuck-2')).toMatchObject({ step: 'charge', reason: 'outcome_unknown', owner: 'shop operators' })
})

test('a dead letter can be replayed once its cause is gone, and only once', async () => {
  await opened.application.service('stock').writer.run(change('apple', 66), origin())
  const shopDeps = opened.application.service('shop')
  const waiting = async () => (await shopDeps.read.query('select id from dead_letters where replayed_at is null')).rows
  await expect.poll(async () => (await waiting()).length, { timeout: 10_000 }).toBe(1)
  const [{ id } = { id: '' }] = await waiting()
  await expect(shopDeps.replayDeadLetter(id)).rejects.toThrow('not today')
  poisonous = false
  expect(await shopDeps.replayDeadLetter(id)).toBe(true)
  expect(await shopDeps.replayDeadLetter(id)).toBe(false)
  expect(applied.filter(by => by === 66)).toEqual([66])
})

test('a service’s role reaches its own schema only, and never rewrites what happened', async () => {
  const client = new pg.Client({ connectionString: opened.database.url, options: `-c role=${roleOf('shop')}` })
  await client.connect()
  try {
    await expect(client.query('select * from stock.heads')).rejects.toThrow('permission denied for schema stock')
    await expect(client.query('update shop.events set version = 9')).rejects.toThrow('permission denied')
    await expect(client.query('delete from shop.events')).rejects.toThrow('permission denied')
    await expect(client.query('delete from shop.commands')).rejects.toThrow('permission denied')
    await expect(client.query('create table shop.own (id int)')).rejects.toThrow('permission denied')
    expect((await client.query('select count(*) from shop.heads')).rows).toHaveLength(1)
  } finally {
    await client.end()
  }
})
