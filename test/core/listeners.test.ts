import { Type } from 'typebox'
import { afterEach, expect, test } from 'vitest'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { event } from '../../platform/kit/contract.ts'
import { listener, pageReaction } from '../../platform/service/handlers.ts'
import { bareService, type ServiceDefinition } from '../../platform/service/service.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'

const migrations = new URL('./migrations/', import.meta.url)
const said = event('source.said', Type.Object({ number: Type.Integer() }))
const summed = event('ear.summed', Type.Object({ numbers: Type.Array(Type.Integer()) }))

const source = bareService({ name: 'source', migrations })
const say = (...numbers: number[]): Command => ({
  type: 'source.say',
  keys: [],
  decide: (_, { newId }) => accept(numbers.map(number => said.of(newId('say'), { number }))),
})

let opened: TestApplication | null = null
afterEach(() => opened?.close())

async function openWith(ear: Omit<ServiceDefinition, 'name'>): Promise<TestApplication> {
  opened = await openTestApplication({ services: [source, bareService({ name: 'ear', migrations, ...ear })] })
  return opened
}

test('a listener hears every event, in every process, from its start on, and its faults harm nobody', async () => {
  const heard: number[][] = []
  const { application, twin } = await openWith({
    listeners: [
      listener('hears', [said], (events, context) => {
        const numbers = events.map(({ data }) => data.number)
        heard.push(numbers)
        if (numbers.includes(2)) throw new Error(`${context.service} did not understand`)
      }),
    ],
  })
  const run = (...numbers: number[]) => application.service('source').writer.run(say(...numbers), origin())
  await run(1)
  await expect.poll(() => heard.flat()).toEqual([1])
  await run(2)
  await expect.poll(() => heard.flat()).toEqual([1, 2])
  const other = await twin()
  await other.awaitIdle()
  await run(3, 4)
  await expect.poll(() => heard.flat().sort()).toEqual([1, 2, 3, 3, 4, 4])
})

test('a page reaction sees a page at once; one bad event is set aside alone', async () => {
  const sums = defineAggregate({
    name: 'sums',
    shape: 1,
    initial: () => [],
    events: [summed],
    evolve: (state: readonly (readonly number[])[], { data }): readonly (readonly number[])[] => [
      ...state,
      data.numbers,
    ],
  })
  const sum = (numbers: number[]): Command => ({
    type: 'ear.sum',
    keys: [sums.key('all')],
    decide: () => accept([summed.of(sums.key('all'), { numbers })]),
  })
  const { application } = await openWith({
    aggregates: [sums],
    reactions: [
      pageReaction('sums', [said], async events => {
        const numbers = events.map(({ data }) => data.number)
        if (numbers.includes(13)) throw new Error('poison')
        const cause = events.at(-1)
        return cause ? [{ command: sum(numbers), cause }] : []
      }),
    ],
  })
  const { writer } = application.service('source')
  await writer.run(say(1, 2, 3), { ...origin(), correlationId: 'cor_last' })
  await application.awaitIdle()
  const ear = application.service('ear')
  expect((await ear.writer.head(sums.key('all')))?.state).toEqual([[1, 2, 3]])
  const { rows } = await ear.read.query(`select correlation_id as cor, causation_id as cause from events`)
  expect(rows).toEqual([{ cor: 'cor_last', cause: expect.stringMatching(/^msg_/) }])

  await writer.run(say(12, 13, 14), origin())
  await application.awaitIdle()
  expect((await ear.writer.head(sums.key('all')))?.state).toEqual([[1, 2, 3], [12], [14]])
  expect((await ear.read.query('select consumer from dead_letters')).rows).toEqual([{ consumer: 'ear.sums' }])
})
