import { describe, expect, it } from 'vitest'
import { HandClock } from '../../../test/harness/http-edge.ts'
import { networkOf } from '../routes/network.ts'
import { CALLERS_MAX, RateLimit } from './rate-limit.ts'

describe('a rate limit', () => {
  it('lets so many through in a window, then says how long to wait', () => {
    const clock = new HandClock()
    const limit = new RateLimit(clock, 2, 60_000)
    expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 60])
    expect(limit.take('b')).toBe(0)
    clock.advance(59_500)
    expect(limit.take('a')).toBe(1)
    clock.advance(500)
    expect(limit.take('a')).toBe(0)
  })

  it('remembers a bounded number of callers: the oldest is forgiven', () => {
    const limit = new RateLimit(new HandClock(), 1, 60_000)
    limit.take('first')
    for (let n = 1; n < CALLERS_MAX; n += 1) limit.take(`caller-${n}`)
    expect(limit.take('first')).toBe(60)
    limit.take('one too many')
    expect(limit.take('first')).toBe(0)
  })
})

describe('the network of', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['not an address', 'not an address'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network))
})
