import { Type } from 'typebox'
import { afterEach, expect, test } from 'vitest'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { event } from '../../platform/kit/contract.ts'
import { on, projection, reaction } from '../../platform/service/handlers.ts'
import { bareService, type ServiceDefinition } from '../../platform/service/service.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'

const migrations = new URL('./migrations/', import.meta.url)
const said = event('source.said', Type.Object({ number: Type.Integer() }))
const received = event('ear.received', Type.Object({ by: Type.String(), number: Type.Integer() }))

const source = bareService({ name: 'source', migrations })
const say = (number: number): Command => ({
  type: 'source.say',
  keys: [],
  decide: () => accept([said.of(`say:${number}`, { number })]),
})

interface Numbers {
  readonly numbers: readonly number[]
}

const list = defineAggregate({
  name: 'list',
  shape: 1,
  initial: () => ({ numbers: [] }),
  events: [received],
  evolve: (state: Numbers, event): Numbers => ({ numbers: [...state.numbers, event.data.number] }),
})

/** Not idempotent on purpose: what is applied twice is in the list twice. */
const append = (by: string, number: number): Command => ({
  type: 'ear.append',
  keys: [list.key(by)],
  decide: () => accept([received.of(list.key(by), { by, number })]),
})

let poison: ((by: string, number: number) => boolean) | null = null

const listens = (by: string) =>
  reaction(
    by,
    on(said, ({ data: { number } }) => {
      if (poison?.(by, number)) throw new Error('poison')
      return [append(by, number)]
    }),
  )

const ear = (names: readonly string[], more: Partial<ServiceDefinition> = {}): ServiceDefinition =>
  bareService({ name: 'ear', migrations, aggregates: [list], reactions: names.map(listens), ...more })

let database: TestDatabase | null = null
let opened: TestApplication | null = null

async function openWith(...services: ServiceDefinition[]): Promise<TestApplication> {
  await opened?.close()
  database ??= await createDatabase()
  opened = await openTestApplication({ services, databaseUrl: database.url })
  return opened
}

afterEach(async () => {
  poison = null
  await opened?.close()
  await database?.drop()
  opened = null
  database = null
})

const listOf = async (app: TestApplication, by: string): Promise<readonly number[]> =>
  (await app.application.service('ear').writer.head(list.key(by)))?.state.numbers ?? []
const sayAll = async (app: TestApplication, ...numbers: number[]) => {
  for (const number of numbers) await app.application.service('source').writer.run(say(number), origin())
  await app.application.awaitIdle()
}
const rowsOf = async (app: TestApplication) =>
  (await app.application.service('ear').read.query('select name, handlers from consumers order by name')).rows

test('all handlers of one source share one consumer and one offset', async () => {
  const app = await openWith(source, ear(['left', 'right']))
  await sayAll(app, 1, 2, 3)
  expect(await listOf(app, 'left')).toEqual([1, 2, 3])
  expect(await listOf(app, 'right')).toEqual([1, 2, 3])
  expect(app.application.service('ear').consumers.map(({ handlers }) => handlers)).toEqual([['ear.left', 'ear.right']])
  expect(await rowsOf(app)).toEqual([{ name: 'ear', handlers: ['ear.left', 'ear.right'] }])
})

test('a message that one handler cannot apply is set aside for it alone, and replayed by it alone', async () => {
  const app = await openWith(source, ear(['left', 'right']))
  poison = (by, number) => by === 'left' && number === 2
  await sayAll(app, 1, 2, 3)
  expect(await listOf(app, 'left')).toEqual([1, 3])
  expect(await listOf(app, 'right')).toEqual([1, 2, 3])
  const service = app.application.service('ear')
  const { rows } = await service.read.query('select id, consumer from dead_letters')
  expect(rows).toMatchObject([{ consumer: 'ear.left' }])
  expect(await rowsOf(app)).toEqual([{ name: 'ear', handlers: ['ear.left', 'ear.right'] }])
  poison = null
  expect(await service.replayDeadLetter(rows[0].id)).toBe(true)
  expect(await service.replayDeadLetter(rows[0].id)).toBe(false)
  expect(await listOf(app, 'left')).toEqual([1, 3, 2])
  expect(await listOf(app, 'right')).toEqual([1, 2, 3])
})

test('a handler that is new in a release reads all the past, and the others nothing twice', async () => {
  await sayAll(await openWith(source, ear(['left'])), 1, 2)
  const app = await openWith(source, ear(['left', 'right']))
  await sayAll(app, 3)
  expect(await listOf(app, 'left')).toEqual([1, 2, 3])
  expect(await listOf(app, 'right')).toEqual([1, 2, 3])
  expect(await rowsOf(app)).toEqual([{ name: 'ear', handlers: ['ear.left', 'ear.right'] }])
})

test('a handler that a release leaves out continues where it was, should it come back', async () => {
  await sayAll(await openWith(source, ear(['left', 'right'])), 1, 2)
  const without = await openWith(source, ear(['left']))
  await sayAll(without, 3)
  expect(await rowsOf(without)).toEqual([
    { name: 'ear', handlers: ['ear.left'] },
    { name: 'ear.right', handlers: [] },
  ])
  const app = await openWith(source, ear(['left', 'right']))
  await sayAll(app, 4)
  expect(await listOf(app, 'left')).toEqual([1, 2, 3, 4])
  expect(await listOf(app, 'right')).toEqual([1, 2, 3, 4])
  expect(await rowsOf(app)).toEqual([{ name: 'ear', handlers: ['ear.left', 'ear.right'] }])
})

test('offsets of a database from before, one for each handler, are taken over where each was', async () => {
  const before = await openWith(source, ear(['left']))
  await sayAll(before, 1, 2)
  const { read } = before.application.service('ear')
  const events = await before.application
    .service('source')
    .read.query('select xid::text as xid, seq from events order by events.xid, events.seq')
  const [first, second] = events.rows
  await before.application.stop()
  await read.query('select 1').catch(() => {})
  const app = await openTestApplication({ services: [source, ear([])], databaseUrl: database!.url })
  const write = app.application.service('ear').read
  await write.query('delete from consumers')
  const keep = 'insert into consumers (name, source, xid, seq) values ($1, $2, $3, $4)'
  await write.query(keep, ['ear.left', 'source', second.xid, second.seq])
  await write.query(keep, ['ear.right', 'source', first.xid, first.seq])
  await app.close()
  opened = await openTestApplication({ services: [source, ear(['left', 'right'])], databaseUrl: database!.url })
  await sayAll(opened, 3)
  expect(await listOf(opened, 'left')).toEqual([1, 2, 3])
  expect(await listOf(opened, 'right')).toEqual([2, 3])
  expect(await rowsOf(opened)).toEqual([{ name: 'ear', handlers: ['ear.left', 'ear.right'] }])
})

test('two processes of one service apply each message once, poison or not', async () => {
  const app = await openWith(source, ear(['left', 'right']))
  await app.twin()
  poison = (by, number) => by === 'right' && number % 10 === 0
  const numbers = Array.from({ length: 40 }, (_, index) => index + 1)
  await Promise.all(numbers.map(number => app.application.service('source').writer.run(say(number), origin())))
  await app.application.awaitIdle(30_000)
  const sorted = async (by: string) => [...(await listOf(app, by))].sort((a, b) => a - b)
  await expect.poll(() => sorted('left'), { timeout: 20_000 }).toEqual(numbers)
  await expect.poll(() => sorted('right'), { timeout: 20_000 }).toEqual(numbers.filter(number => number % 10 !== 0))
})

test('read models have an offset of their own beside that of commands', async () => {
  const seen: number[] = []
  const numbers = projection({
    name: 'numbers',
    tables: [],
    events: [said],
    apply: async (_, events) => {
      seen.push(...events.map(({ data }) => data.number))
    },
  })
  const app = await openWith(source, ear(['left'], { projections: [numbers] }))
  await sayAll(app, 1, 2)
  expect(seen).toEqual([1, 2])
  expect(await rowsOf(app)).toEqual([
    { name: 'ear', handlers: ['ear.left'] },
    { name: 'ear/projections', handlers: ['ear.numbers'] },
  ])
})

test('a message that does not match its contract is set aside when it comes from the outbox', async () => {
  const app = await openWith(source, ear(['left']))
  await sayAll(app, 1)
  await app.application.service('source').read.query(
    `insert into events (id, kind, type, stream, version, data, actor, correlation_id, causation_id, at)
     values ('msg_wrong', 'event', 'source.said', 'say:wrong', 1, '{"number":"two"}', 'a', 'c', 'c', now())`,
  )
  await sayAll(app, 3)
  expect(await listOf(app, 'left')).toEqual([1, 3])
  const { rows } = await app.application.service('ear').read.query('select error from dead_letters')
  expect(rows[0].error).toContain('source.said does not match its contract')
})
