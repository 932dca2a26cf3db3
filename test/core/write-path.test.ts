import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { change, sale, shop, stock } from './sample.ts'

let test_: TestApplication
const seen: number[] = []
const calls: string[] = []
let refuseCharge = false

beforeAll(async () => {
  const charge = {
    perform: async (input: unknown, key: string) => {
      calls.push(key)
      return refuseCharge
        ? ({ kind: 'refused', refusal: { refused: true, code: 'declined' } } as const)
        : ({ kind: 'done', result: { charged: input } } as const)
    },
    ask: async () => ({ kind: 'absent' }) as const,
  }
  test_ = await openTestApplication({ services: [stock, shop(charge, by => seen.push(by))] })
})
afterAll(() => test_.close())

const writer = () => test_.application.service('stock').writer

describe('the write path', () => {
  test('writes, refuses, and a refusal leaves nothing behind', async () => {
    const up = await writer().run(change('a', 5), origin())
    expect(up).toMatchObject({ kind: 'accepted', status: 200, body: '{"count":5}' })
    const down = await writer().run(change('b', -1), origin())
    expect(down).toMatchObject({ kind: 'refused', refusal: { code: 'too_few' } })
    expect(await writer().head('counter:b')).toBeNull()
    const { rows } = await test_.application
      .service('stock')
      .read.query("select * from heads where stream = 'counter:b'")
    expect(rows).toEqual([])
  })

  test('a fault in one decider leaves its neighbours of the batch alone', async () => {
    const results = await Promise.allSettled([
      writer().run(change('n', 1), origin()),
      writer().run(change('n', 666), origin()),
      writer().run(change('n', 1), origin()),
    ])
    expect(results.map(result => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await writer().head('counter:n')).toMatchObject({ version: 2, state: { count: 2 } })
  })

  test('the same key fifty times at once happens once', async () => {
    const idempotency = { key: 'k1', fingerprint: 'f1' }
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => writer().run(change('k', 1), origin(), idempotency)),
    )
    expect(new Set(outcomes.map(outcome => (outcome.kind === 'accepted' ? outcome.body : 'refused')))).toEqual(
      new Set(['{"count":1}']),
    )
    expect(outcomes.filter(outcome => !outcome.replayed)).toHaveLength(1)
    const other = await writer().run(change('k', 1), origin(), { key: 'k1', fingerprint: 'other' })
    expect(other).toMatchObject({ kind: 'refused', refusal: { code: 'idempotency_key_reused' } })
    expect(await writer().recall(idempotency)).toMatchObject({ kind: 'accepted', replayed: true, body: '{"count":1}' })
  })

  test('a refusal stays refused for its key, also when the command would pass now', async () => {
    const idempotency = { key: 'k2', fingerprint: 'f' }
    expect(await writer().run(change('r', -1), origin(), idempotency)).toMatchObject({ kind: 'refused' })
    await writer().run(change('r', 5), origin())
    expect(await writer().run(change('r', -1), origin(), idempotency)).toMatchObject({
      kind: 'refused',
      replayed: true,
    })
  })
})

describe('consumers', () => {
  test('apply facts of another service once, and set a poison message aside', async () => {
    await writer().run(change('p', 100), origin())
    await writer().run(change('p', 13), origin())
    await writer().run(change('p', 101), origin())
    await test_.application.awaitIdle()
    expect(seen).toContain(100)
    expect(seen).toContain(101)
    expect(seen).not.toContain(13)
    const { rows } = await test_.application
      .service('shop')
      .read.query('select consumer, error, attempts from dead_letters')
    expect(rows).toEqual([{ consumer: 'shop.follows-stock', error: 'Error: a poison message', attempts: 5 }])
  })
})

describe('sagas', () => {
  const shopWriter = () => test_.application.service('shop').writer
  const status = async (id: string) =>
    (await shopWriter().head<{ status: string; reason: string }>(`saga:${id}`))?.state

  test('run to their end over two services and a call', async () => {
    await writer().run(change('apple', 3), origin())
    await shopWriter().run(sale('s1', { item: 'apple', quantity: 2, charge: true }), origin())
    await test_.application.awaitIdle()
    expect(await status('s1')).toMatchObject({ status: 'done', results: { charge: { charged: 'apple' } } })
    expect(calls).toHaveLength(1)
    expect(await writer().head('counter:apple')).toMatchObject({ state: { count: 1 } })
  })

  test('a refused step undoes what came before it', async () => {
    await shopWriter().run(sale('s2', { item: 'apple', quantity: 1, charge: false, shipping: 'refuse' }), origin())
    await test_.application.awaitIdle()
    expect(await status('s2')).toMatchObject({ status: 'undone', reason: 'no_courier' })
    expect(await writer().head('counter:apple')).toMatchObject({ state: { count: 1 } })
    await shopWriter().run(sale('s3', { item: 'apple', quantity: 9, charge: false }), origin())
    await test_.application.awaitIdle()
    expect(await status('s3')).toMatchObject({ status: 'undone', reason: 'too_few' })
  })

  test('a refused call undoes too', async () => {
    refuseCharge = true
    await shopWriter().run(sale('s4', { item: 'apple', quantity: 1, charge: true }), origin())
    await test_.application.awaitIdle()
    expect(await status('s4')).toMatchObject({ status: 'undone', reason: 'declined' })
    expect(await writer().head('counter:apple')).toMatchObject({ state: { count: 1 } })
  })
})

describe('a key that this process has never seen', () => {
  test('and that another one answered meanwhile is still replayed, and its neighbours are done', async () => {
    const opened = await openTestApplication({ services: [stock] })
    try {
      const { writer } = opened.application.service('stock')
      const twin = (await opened.twin()).service('stock').writer
      const known = { key: 'known elsewhere', fingerprint: 'f' }
      const first = await twin.run(change('old', 1), origin(), known)
      // After so many of its own batches the writer decides from memory, where that key is not.
      for (let nth = 0; nth < 30; nth += 1) await writer.run(change('other', 1), origin())
      const outcomes = await Promise.all([
        writer.run(change('other', 1), origin()),
        writer.run(change('old', 1), origin(), known),
        writer.run(change('old', 1), origin(), { key: 'new', fingerprint: 'f' }),
      ])
      expect(outcomes[0]).toMatchObject({ body: '{"count":31}' })
      expect(outcomes[1]).toEqual({ ...first, replayed: true })
      expect(outcomes[2]).toMatchObject({ body: '{"count":2}' })
    } finally {
      await opened.close()
    }
  })
})
