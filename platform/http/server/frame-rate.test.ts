import { expect, it } from 'vitest'
import { HandClock } from '../../../test/harness/http-edge.ts'
import { FrameRate } from './frame-rate.ts'

it('allows so many within any window, wherever it begins', () => {
  const clock = new HandClock()
  const rate = new FrameRate(clock, 3, 10_000)
  const taken: boolean[] = []
  for (const wait_ms of [0, 4_000, 5_000, 500, 500, 4_000]) {
    clock.advance(wait_ms)
    taken.push(rate.take())
  }
  // The fourth comes 9.5 s after the first, the fifth 6 s after the second, the sixth 5 s after the third.
  expect(taken).toEqual([true, true, true, false, false, false])
  clock.advance(10_000)
  expect([rate.take(), rate.take(), rate.take(), rate.take()]).toEqual([true, true, true, false])
})
