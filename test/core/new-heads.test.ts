import { expect, test } from 'vitest'
import { openTestApplication, origin } from '../harness/application.ts'
import { change, stock } from './sample.ts'

/** A head that is made in a batch under way, and changed by the next one before that has committed. */
test('a new head is made once, and no batch behind it fails', async () => {
  const reached = { 'stock: before commit': 0, 'stock: after commit': 0 }
  const faults = { reach: (place: string) => void (reached[place as keyof typeof reached] += 1) }
  const { application, close } = await openTestApplication({ services: [stock], ports: { faults } })
  const { writer } = application.service('stock')
  for (let times = 0; times < 3; times += 1) await writer.run(change('warm', 1), origin())
  for (let nth = 0; nth < 20; nth += 1) {
    const outcomes: Promise<unknown>[] = []
    // One after the other, as they come in while earlier ones are written.
    for (let times = 0; times < 4; times += 1) {
      outcomes.push(writer.run(change(`new-${nth}`, 1), origin()))
      await new Promise(resolve => setImmediate(resolve))
    }
    await Promise.all(outcomes)
    expect(await writer.head(`counter:new-${nth}`)).toMatchObject({ version: 4, state: { count: 4 } })
  }
  const { 'stock: before commit': tried, 'stock: after commit': committed } = reached
  expect([tried, committed > 20]).toEqual([committed, true])
  await close()
})

test('a head that was said to be new and is not is found, and its command decided anew', async () => {
  const opened = await openTestApplication({ services: [stock] })
  await opened.application.service('stock').writer.run(change('old', 1), origin())
  const { writer } = (await opened.restart()).service('stock')
  for (let times = 0; times < 3; times += 1) await writer.run(change('warm', 1), origin())
  const neighbour = writer.run(change('warm', 1), origin())
  const command = change('old', 1)
  const [mistaken, beside] = await Promise.all([writer.run({ ...command, fresh: command.keys }, origin()), neighbour])
  expect([mistaken, beside]).toMatchObject([
    { kind: 'accepted', body: '{"count":2}' },
    { kind: 'accepted', body: '{"count":4}' },
  ])
  expect(await writer.head('counter:old')).toMatchObject({ version: 2, state: { count: 2 } })
  await opened.close()
})
