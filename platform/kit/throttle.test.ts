import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterTry, NO_TRIES, type ThrottleTerms, waitOf } from './throttle.ts'

const NOON = new Date('2026-11-20T03:00:00Z')
const later = (by_ms: number): Date => new Date(NOON.getTime() + by_ms)
const terms: ThrottleTerms = { free: 3, wait_ms: 1_000, waitMax_ms: 5_000, forget_ms: 60_000 }

/** The waits in seconds after each of so many tries, each as soon as it may come. */
function waits(count: number): number[] {
  let [tries, at] = [NO_TRIES, 0]
  return Array.from({ length: count }, () => {
    tries = afterTry(tries, terms, later(at))
    const wait_s = waitOf(tries, later(at))
    at += wait_s * 1_000
    return wait_s
  })
}

describe('a throttle', () => {
  it('is open for the free tries, and then waits twice as long each time, up to a limit', () => {
    expect(waits(7)).toEqual([0, 0, 1, 2, 4, 5, 5])
  })

  it('never waits for longer than the limit, however often it was tried', () => {
    expect(waits(2_000).at(-1)).toBe(5)
  })

  it.each([
    [59_999, 4],
    [60_000, 1],
  ])('%d ms after the last try the count is %d', (by_ms, count) => {
    const tried = [0, 0, 0].reduce(tries => afterTry(tries, terms, NOON), NO_TRIES)
    expect(afterTry(tried, terms, later(by_ms)).count).toBe(count)
  })

  it('is open again when the wait is over, not a moment before', () => {
    const tried = [0, 0, 0].reduce(tries => afterTry(tries, terms, NOON), NO_TRIES)
    expect([999, 1_000].map(by_ms => waitOf(tried, later(by_ms)))).toEqual([1, 0])
  })

  it('lets through no more than free tries and one for each wait', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 }), pauses => {
        let [tries, at, passed, waited] = [NO_TRIES, 0, 0, 0]
        for (const pause of pauses) {
          at += pause
          if (waitOf(tries, later(at)) > 0) continue
          if (tries.until !== null) waited += 1
          tries = afterTry(tries, terms, later(at))
          passed += 1
        }
        expect(passed).toBeLessThanOrEqual(terms.free + waited)
      }),
    )
  })
})
