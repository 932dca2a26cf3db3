import { expect, test } from 'vitest'
import { openTestHouse, origin } from '../harness/house.ts'
import { change, stock } from './sample.ts'

/** A head that is made in a batch under way, and changed by the next one before that has committed. */
test('a new head is made once, and no batch behind it fails', async () => {
  const reached = { 'stock: before commit': 0, 'stock: after commit': 0 }
  const faults = { reach: (place: string) => void (reached[place as keyof typeof reached] += 1) }
  const { house, close } = await openTestHouse({ services: [stock], ports: { faults } })
  const { writer } = house.service('stock')
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
