import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Position, START } from '../../platform/kit/message.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { change, shop, stock } from './sample.ts'

const CHANGES = 30
const noCall = {
  perform: async () => ({ kind: 'done', result: null }) as const,
  ask: async () => ({ kind: 'absent' }) as const,
}

let opened: TestApplication
let seen: number[]
beforeEach(async () => {
  seen = []
  opened = await openTestApplication({ services: [stock, shop(noCall, by => seen.push(by))] })
})
afterEach(() => opened.close())

/** What the relay of `stock` keeps once all changes were seen. */
async function keptAfterChanges(): Promise<number> {
  const { writer, relay } = opened.application.service('stock')
  for (let nth = 1; nth <= CHANGES; nth += 1) await writer.run(change('a', 100 + nth), origin())
  await opened.application.awaitIdle()
  expect(seen).toHaveLength(CHANGES)
  await relay.loop.step()
  return relay.kept
}

test('what all consumers of the process have passed leaves memory', async () => {
  expect(await keptAfterChanges()).toBe(0)
})

test('what one of them may still ask for stays, and it gets it from memory', async () => {
  const { relay } = opened.application.service('stock')
  await opened.application.awaitIdle()
  let offset: Position = relay.newest ?? START
  relay.follow({ offset: () => offset, onNews: () => {} })
  expect(await keptAfterChanges()).toBe(CHANGES)
  const { messages, upTo } = await relay.after(offset)
  expect(messages.map(({ data }) => (data as { by: number }).by)).toEqual(seen)
  offset = upTo
  await relay.loop.step()
  expect(relay.kept).toBe(0)
})

test('a consumer that does not know yet how far it has come holds what there is', async () => {
  opened.application.service('stock').relay.follow({ offset: () => null, onNews: () => {} })
  expect(await keptAfterChanges()).toBe(CHANGES)
})
