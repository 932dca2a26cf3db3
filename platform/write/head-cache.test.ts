import pino from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Aggregate } from '../kit/aggregate.ts'
import { type Clock, systemPorts } from '../ports/ports.ts'
import { HeadCache } from './head-cache.ts'

const HEADS_MAX = 4
const OVER_FROM = 9
/** What waits for a pause to be over. */
let paused: (() => void)[] = []
const clock: Clock = {
  now: () => new Date(0),
  after(_, action) {
    paused.push(action)
    return { cancel: () => {} }
  },
}
/** Readings under way: which keys, and what ends each. */
let readings: { keys: readonly string[]; end: (version?: number) => void; fail: () => void }[] = []
let lately: string[][] = []
let alone = true
let decided = new Set<string>()

const counter: Aggregate = {
  name: 'c',
  shape: 1,
  initial: () => 0,
  evolve: (state: number) => state + 1,
  isTerminal: (state: number) => state >= OVER_FROM,
  storage: {
    load: (_, keys) =>
      new Promise((resolve, reject) => {
        const end = (version = 1) => resolve(keys.map(key => ({ key, version, state: version })))
        readings.push({ keys, end, fail: () => reject(new Error('unreachable')) })
      }),
    save: async () => {},
    async *usedLately() {
      yield* lately
    },
  },
}

const memoryOf = () =>
  new HeadCache({
    deps: { aggregates: new Map([['c', counter]]), headsMax: HEADS_MAX, ports: { ...systemPorts(), clock } },
    read: { query: async () => ({ rows: [], rowCount: 0 }) },
    log: pino({ level: 'silent' }),
    isExclusive: () => alone,
    isDecided: key => decided.has(key),
  })
let memory: HeadCache

const turn = () => new Promise(resolve => setImmediate(resolve))
const head = (version: number) => ({ version, state: version, exists: true })
const keysRead = () => readings.map(({ keys }) => keys)
async function endReading(version?: number) {
  readings.shift()?.end(version)
  await turn()
}

beforeEach(() => {
  readings = []
  paused = []
  lately = []
  alone = true
  decided = new Set()
  memory = memoryOf()
})

describe('heads that are not in memory', () => {
  test('are read one statement at a time; what is missed meanwhile goes into the next, each once', async () => {
    const first = memory.load(['c:1'])
    await turn()
    const second = Promise.all([memory.load(['c:2', 'c:3']), memory.load(['c:3'])])
    await turn()
    expect(keysRead()).toEqual([['c:1']])
    await endReading()
    await first
    expect(memory.get('c:1')).toEqual(head(1))
    expect(keysRead()).toEqual([['c:2', 'c:3']])
    await endReading()
    await second
    expect([memory.get('c:2'), memory.get('c:3')]).toEqual([head(1), head(1)])
  })

  test('stay out if they could not be read, and who needs them is told', async () => {
    const bringing = memory.load(['c:1'])
    await turn()
    readings[0]?.fail()
    await expect(bringing).rejects.toThrow('unreachable')
    expect(memory.get('c:1')).toBeUndefined()
  })

  test('are not asked for while others write too', async () => {
    alone = false
    await memory.load(['c:1'])
    expect([keysRead(), memory.get('c:1')]).toEqual([[], undefined])
  })
})

/** What was written while a head was read is newer than what the reading tells, wherever that is now. */
describe('what was read is not kept', () => {
  const whileRead = async (happens: () => void) => {
    const bringing = memory.load(['c:1'])
    await turn()
    happens()
    await endReading(1)
    await bringing
    return memory.get('c:1')
  }

  test('where it was written meanwhile', async () => {
    expect(await whileRead(() => memory.set('c:1', head(2)))).toEqual(head(2))
  })

  test('where a batch that is not written yet has changed it', async () => {
    expect(await whileRead(() => void decided.add('c:1'))).toBeUndefined()
  })

  test('where all that was in memory was forgotten meanwhile', async () => {
    expect(await whileRead(() => memory.clear())).toBeUndefined()
  })

  test('where it may have been written and have left memory since: two generations have passed', async () => {
    const others = (count: number) => () => {
      memory.set('c:1', head(2))
      for (let nth = 0; nth < count; nth += 1) memory.set(`c:other-${nth}`, head(1))
    }
    expect(await whileRead(others(HEADS_MAX * 2))).toBeUndefined()
    memory = memoryOf()
    expect(await whileRead(others(HEADS_MAX * 2 - 1))).toEqual(head(2))
  })
})

describe('what is over', () => {
  const written = (version: number) => memory.written(new Map([['c:1', { ...head(version), exists: false }]]))

  test('leaves memory as soon as it is written, and comes back when it is asked for', async () => {
    written(OVER_FROM - 1)
    expect(memory.get('c:1')).toEqual(head(OVER_FROM - 1))
    written(OVER_FROM)
    expect(memory.get('c:1')).toBeUndefined()
    const bringing = memory.load(['c:1'])
    await turn()
    await endReading(OVER_FROM)
    await bringing
    expect(memory.get('c:1')).toEqual(head(OVER_FROM))
  })

  test('is read anew where a reading had begun before', async () => {
    const early = memory.load(['c:1'])
    await turn()
    written(OVER_FROM)
    const late = memory.load(['c:1'])
    await endReading(OVER_FROM - 1)
    await early
    expect(memory.get('c:1')).toBeUndefined()
    await turn()
    await endReading(OVER_FROM)
    await late
    expect(memory.get('c:1')).toEqual(head(OVER_FROM))
  })
})

describe('after a start', () => {
  const pauseOver = async () => {
    paused.shift()?.()
    await turn()
  }

  test('what was used lately comes into memory, once, the newest first and with a pause in between', async () => {
    lately = [
      ['c:1', 'c:2', 'c:1'],
      ['c:2', 'c:3'],
    ]
    memory.warm()
    memory.warm()
    await turn()
    expect(keysRead()).toEqual([['c:1', 'c:2']])
    await endReading()
    expect(keysRead()).toEqual([])
    await pauseOver()
    expect(keysRead()).toEqual([['c:3']])
    await endReading()
    await pauseOver()
    expect([memory.get('c:1'), memory.get('c:3'), keysRead()]).toEqual([head(1), head(1), []])
  })

  test('no more than a generation holds', async () => {
    lately = Array.from({ length: 10 }, (_, nth) => [`c:${nth}-a`, `c:${nth}-b`])
    memory.warm()
    for (let pages = 0; pages < 10; pages += 1) {
      await turn()
      await endReading()
      await pauseOver()
    }
    const held = lately.flat().filter(key => memory.get(key))
    expect(held).toEqual(lately.flat().slice(0, HEADS_MAX))
  })

  test.each([
    ['all was forgotten', () => memory.clear()],
    ['it cannot be read', () => readings.shift()?.fail()],
  ])('it ends when %s', async (_, happens) => {
    lately = [['c:1'], ['c:2']]
    memory.warm()
    await turn()
    happens()
    await endReading()
    await pauseOver()
    expect(keysRead()).toEqual([])
  })
})
