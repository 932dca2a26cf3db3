import pino from 'pino'
import { expect, test } from 'vitest'
import { MovableClock } from '../ports/movable-clock.ts'
import type { ServiceContext } from '../service/service.ts'
import type { Unit } from '../write/unit.ts'
import { ServiceTimers, Timers } from './timers.ts'

const log = pino({ level: 'silent' })

/** The timers of a service that has one, due at once, as long as it is not fired. */
function world() {
  const clock = new MovableClock()
  const asked: string[] = []
  let failures = 0
  const fired: Unit[] = []
  const row = { id: 't', type: 'ring', input: null, actor: 'a', correlation_id: 'c', causation_id: 'c', attempts: 0 }
  const service = new ServiceTimers({
    accepts: { ring: () => ({ type: 'ring', keys: [], decide: () => ({ messages: [] }) }) },
    context: {} as ServiceContext,
    submit: async unit => fired.push(unit),
    read: {
      async query(text: string) {
        asked.push(text)
        if (failures > 0) {
          failures -= 1
          throw new Error('the database is not there')
        }
        const rows = fired.length > 0 ? [] : text.includes('min(due_at)') ? [{ at: clock.now() }] : [row]
        return { rows: rows as never[], rowCount: rows.length }
      },
    },
    clock,
    log,
  })
  const timers = new Timers([service], clock, log)
  return {
    clock,
    timers,
    service,
    fired,
    asked,
    failNext: (count: number) => {
      failures = count
    },
  }
}

test.each([1, 2])('a timer whose look-up failed %d times is looked for again, though nobody writes', async count => {
  const { timers, fired, failNext } = world()
  failNext(count)
  for (let nth = 1; nth <= count; nth += 1) {
    await expect(timers.loop.step()).rejects.toThrow('the database is not there')
    expect(fired).toEqual([])
  }
  await timers.loop.step()
  expect(fired).toHaveLength(1)
})

test('nobody asks the database before the next deadline has come, also when the clock is moved there', async () => {
  const { timers, service, asked, clock, fired } = world()
  await timers.loop.step()
  expect(fired).toHaveLength(1)
  const looked = asked.length
  for (let nth = 0; nth < 5; nth += 1) await timers.loop.step()
  expect(asked).toHaveLength(looked)
  service.set([{ at: new Date(clock.now().getTime() + 60_000) }])
  await timers.loop.step()
  expect(asked).toHaveLength(looked)
  clock.advance(61_000)
  await timers.loop.step()
  expect(asked.length).toBeGreaterThan(looked)
})
