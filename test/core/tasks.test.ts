/** Every stuck thing is a task, every task has an action that ends it, and money is written off by two people. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from '../../main/services.ts'
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../platform/kit/refusal.ts'
import type { Step } from '../../platform/kit/saga-definition.ts'
import { MovableClock } from '../../platform/ports/movable-clock.ts'
import { historyOf } from '../../platform/runtime/history.ts'
import { actOn } from '../../platform/runtime/task-actions.ts'
import { releaseTask, takeTask } from '../../platform/runtime/task-assignee.ts'
import { addressOf, countsOf, tasksOf } from '../../platform/runtime/task-sources.ts'
import { endingsOf } from '../../platform/saga/decide.ts'
import { newSaga } from '../../platform/saga/state.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { change, sale, shop, stock } from './sample.ts'

let opened: TestApplication
const clock = new MovableClock()
let poisonous = true

const call = {
  perform: async () => ({ kind: 'unknown', reason: 'nobody answers' }) as const,
  ask: async () => ({ kind: 'unknown', reason: 'nobody answers' }) as const,
}

beforeAll(async () => {
  const hears = (by: number) => {
    if (by === 66 && poisonous) throw new Error('not today')
  }
  opened = await openTestApplication({ services: [stock, shop(call, hears)], ports: { clock } })
  await opened.application.service('stock').writer.run(change('apple', 100), origin())
})
afterAll(() => opened.close())

const shopService = () => opened.application.service('shop')
const all = { about: null, openedBefore: null, closed: false, after: null, limit: 100 }
const tasks = (kind: string) => tasksOf(shopService(), { ...all, kind })
const sagaOf = async (id: string) => (await shopService().writer.head<Record<string, unknown>>(`saga:${id}`))?.state

async function untilListed(kind: string): Promise<string> {
  const listed = async () => {
    clock.advance(60_000)
    return (await tasks(kind))[0]?.id
  }
  await expect.poll(listed, { timeout: 20_000, interval: 100 }).toBeTypeOf('string')
  return (await tasks(kind))[0]?.id ?? ''
}

/** What a person's action is answered with. */
async function act(id: string, action: string, by: string): Promise<string> {
  const address = addressOf(id)
  if (!address) throw new Error(`${id} is no task`)
  const command = await actOn(shopService(), { address, action, reason: 'because', by })
  if (isRefusal(command)) return command.code
  const outcome = await shopService().writer.run(command, origin(by))
  return outcome.kind === 'refused' ? outcome.refusal.code : `${outcome.status} ${outcome.body}`
}

test('a compensation that keeps being refused is a task, and is done by hand once two people say so', async () => {
  const data = { item: 'apple', quantity: 1, charge: false, shipping: 'refuse-return' } as const
  await shopService().writer.run(sale('stuck-1', data), origin())
  const id = await untilListed('stuck-saga')
  expect(id).toBe('shop.saga.stuck-1')
  expect((await tasks('stuck-saga'))[0]).toMatchObject({
    why: 'no_courier',
    role: 'operator',
    facts: { step: 'take', phase: 'undo', owner: 'shop operators' },
    actions: { retry: {}, 'done-by-hand': { secondPerson: true } },
  })
  expect(await act(id, 'forget-it', 'mem_a')).toBe('task_action_unknown')
  expect(await act(id, 'done-by-hand', 'mem_a')).toBe('202 {"status":"proposed"}')
  expect(await act(id, 'done-by-hand', 'mem_a')).toBe('task_second_person')
  expect((await sagaOf('stuck-1'))?.status).toBe('stuck')
  expect(await act(id, 'done-by-hand', 'mem_b')).toBe('200 {"status":"closed"}')
  expect((await sagaOf('stuck-1'))?.status).toBe('undone')
  expect(await tasks('stuck-saga')).toEqual([])
  expect(await act(id, 'retry', 'mem_a')).toBe('task_unknown')
})

test('a task is taken by one person at a time, and acting does not need it', async () => {
  const data = { item: 'apple', quantity: 1, charge: false, shipping: 'refuse-return' } as const
  await shopService().writer.run(sale('stuck-2', data), origin())
  const id = await untilListed('stuck-saga')
  const address = addressOf(id)
  if (!address) throw new Error(`${id} is no task`)
  const change = async (command: Command | Refusal, by: string) => {
    if (isRefusal(command)) return command.code
    const outcome = await shopService().writer.run(command, origin(by))
    return outcome.kind === 'refused' ? outcome.refusal.code : JSON.parse(outcome.body).assignee
  }
  const take = async (by: string) => change(await takeTask(shopService(), address, by), by)
  const release = async (by: string) => change(await releaseTask(shopService(), address, by), by)
  expect(await take('mem_a')).toMatchObject({ by: 'mem_a' })
  expect(await take('mem_a')).toMatchObject({ by: 'mem_a' })
  expect(await take('mem_b')).toBe('task_taken')
  expect((await tasks('stuck-saga'))[0]?.record?.assignee).toMatchObject({ by: 'mem_a' })
  expect(await release('mem_b')).toBe(null)
  expect(await take('mem_b')).toMatchObject({ by: 'mem_b' })
  const { steps, status } = (await historyOf(shopService(), 'stuck-2')).sagas[0] ?? {}
  expect(status).toBe('stuck')
  expect(steps?.find(({ step }) => step === 'take')).toMatchObject({ state: 'stuck', reason: 'no_courier' })
  expect((await historyOf(shopService(), 'stuck-2')).events.map(({ type }) => type)).toEqual([
    ...['task.taken', 'task.released', 'task.taken'],
  ])
  expect(await countsOf(shopService(), new Date(0))).toMatchObject([{ kind: 'stuck-saga', count: 1, fresh: 1 }])
  expect(await countsOf(shopService(), new Date('2100-01-01'))).toMatchObject([{ count: 1, fresh: 0 }])
  await act(id, 'done-by-hand', 'mem_a')
  expect(await act(id, 'done-by-hand', 'mem_b')).toBe('200 {"status":"closed"}')
  expect(await take('mem_a')).toBe('task_unknown')
})

test('a dead letter is a task: replayed once its cause is gone, or given up by two people', async () => {
  await opened.application.service('stock').writer.run(change('apple', 66), origin())
  const id = await untilListed('dead-letter')
  expect(await act(id, 'replay', 'mem_a')).toBe('task_not_done')
  poisonous = false
  expect(await act(id, 'replay', 'mem_a')).toBe('200 {"status":"closed"}')
  expect(await tasks('dead-letter')).toEqual([])
  poisonous = true
  await opened.application.service('stock').writer.run(change('apple', 66), origin())
  const other = await untilListed('dead-letter')
  expect(await act(other, 'give-up', 'mem_a')).toBe('202 {"status":"proposed"}')
  expect(await act(other, 'give-up', 'mem_b')).toBe('200 {"status":"closed"}')
  expect(await tasks('dead-letter')).toEqual([])
})

test('a timer that was given up is a task: tried again, or ended', async () => {
  const due = new Date(clock.now().getTime() - 1_000)
  await shopService().read.query(
    `insert into timers (id, due_at, type, input, actor, correlation_id, causation_id, attempts)
     values ('t/1', $1, 'nobody.takes-it', '{}', 'system', 'cor', 'cau', 10)`,
    [due],
  )
  const id = await untilListed('dead-timer')
  expect(id).toBe('shop.timer.t~1')
  expect(await act(id, 'give-up', 'mem_a')).toBe('202 {"status":"proposed"}')
  expect(await act(id, 'give-up', 'mem_b')).toBe('200 {"status":"closed"}')
  expect(await tasks('dead-timer')).toEqual([])
})

const withEndings = services.flatMap(({ sagas = [] }) => sagas)

test.each(withEndings.map(saga => [saga.name, saga] as const))(
  'every step of %s can be ended by a person',
  (_, saga) => {
    let pastPivot = saga.forwardOnly === true
    for (const { name, kind, undo, pivot } of saga.steps as readonly Step<unknown>[]) {
      const at = { ...newSaga, step: name }
      if (kind !== 'wait') expect(endingsOf(saga, { ...at, phase: 'do', pastPivot }), name).not.toEqual([])
      if (undo) expect(endingsOf(saga, { ...at, phase: 'undo' }), name).not.toEqual([])
      pastPivot ||= pivot === true
    }
  },
)
