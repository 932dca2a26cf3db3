import pino from 'pino'
import { expect, test } from 'vitest'
import type { Message, Position } from '../kit/message.ts'
import type { Page, Relay } from '../outbox/relay.ts'
import { systemClock } from '../ports/ports.ts'
import { Consumer, type ConsumerOptions } from './consumer.ts'
import { Subscription } from './subscription.ts'

const UP_TO: Position = { xid: '9', seq: '0' }
const message = { kind: 'event', type: 'source.said', position: { xid: '5', seq: '1' }, at: new Date(0) } as Message
const moved = Object.assign(new Error('another process was here before'), { code: 'MDF02' })

/** A source of these pages, and a database in which nothing was stored and whose commits all fail, if at all, with this. */
function options(pages: readonly Page[], failure: Error | null): Omit<ConsumerOptions, 'handlers' | 'projections'> {
  const left = [...pages]
  const relay: Pick<Relay, 'service' | 'after' | 'follow' | 'newest'> = {
    service: 'source',
    newest: UP_TO,
    after: async position => left.shift() ?? { messages: [], upTo: position },
    follow: () => {},
  }
  return {
    types: [],
    service: 'ear',
    relay: relay as Relay,
    submit: async () => {
      if (failure) throw failure
      return []
    },
    database: {
      query: async () => ({ rows: [], rowCount: 0 }),
      inTransaction: async action => action({ query: async () => ({ rows: [], rowCount: 0 }) }),
    },
    clock: systemClock,
    log: pino({ level: 'silent' }),
  }
}

const handler = (name: string, apply: () => Promise<void> = async () => {}) => ({
  name,
  wants: () => true,
  apply: async () => {
    await apply()
    const command = { type: 'ear.hear', keys: [], decide: () => ({ messages: [] }) }
    return { entries: [{ command, origin: { actor: 'a', correlationId: 'c', causationId: 'c' } }] }
  },
})

test('where another process was first, the offset is read anew at once, also if there was nothing to read', async () => {
  const pages = Array.from({ length: 50 }, () => ({ messages: [], upTo: UP_TO }))
  const subscription = new Subscription({ ...options(pages, moved), name: 'ear', handlers: [handler('ear.left')] })
  const steps = []
  for (const _ of pages) steps.push(await subscription.step())
  expect(steps.slice(0, -1)).toEqual(pages.slice(1).map(() => []))
  expect(steps.at(-1)).toBeNull()
  expect(subscription.offset).toBeNull()
})

test('a consumer ends its step when all of it has ended, also what goes on after a failure', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  let ended = false
  const slow = handler('ear.left', async () => {
    await gate
    ended = true
  })
  const unreachable = Object.assign(new Error('Connection terminated'), { code: '57P01' })
  const broken = {
    ...handler('ear.model'),
    apply: async () => Promise.reject(unreachable),
  }
  const pages = [
    { messages: [message], upTo: UP_TO },
    { messages: [message], upTo: UP_TO },
  ]
  const consumer = new Consumer({ ...options(pages, null), handlers: [slow], projections: [broken] })
  const step = consumer.loop.step()
  const first = await Promise.race([
    step.catch(() => 'failed'),
    new Promise(resolve => setTimeout(resolve, 50, 'waits')),
  ])
  expect(first).toBe('waits')
  open()
  await expect(step).rejects.toBe(unreachable)
  expect(ended).toBe(true)
})
