import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { metricsText, RouteMeter, relayLag_s, WriteMeter } from './metrics.ts'
import { TallyCounter, TallyHistogram } from './tally.ts'

describe('a tally', () => {
  it('prints like a counter', async () => {
    const registry = new Registry()
    const counter = new TallyCounter(registry, 'things_total', 'Things')
    counter.of({ kind: 'a' }).add()
    counter.of({ kind: 'a' }).add(2)
    counter.of({ kind: 'b' }).add()
    expect(await registry.metrics()).toBe(
      '# HELP things_total Things\n# TYPE things_total counter\nthings_total{kind="a"} 3\nthings_total{kind="b"} 1\n',
    )
  })

  it('prints like a histogram: cumulated buckets, sum and count', async () => {
    const registry = new Registry()
    const seconds = new TallyHistogram(registry, 'work_seconds', 'Work', [1, 5]).of({ kind: 'a' })
    for (const value of [0.5, 1, 3, 9]) seconds.observe(value)
    expect((await registry.metrics()).split('\n').filter(line => line.startsWith('work'))).toEqual([
      'work_seconds_bucket{kind="a",le="1"} 2',
      'work_seconds_bucket{kind="a",le="5"} 3',
      'work_seconds_bucket{kind="a",le="+Inf"} 4',
      'work_seconds_sum{kind="a"} 13.5',
      'work_seconds_count{kind="a"} 4',
    ])
  })
})

describe('the house', () => {
  it('measures requests, commands and lags', async () => {
    new RouteMeter('GET', '/api/things/{id}').count(200, 12)
    new WriteMeter('things').command('accepted', 3)
    new WriteMeter('things').batch(3, 4)
    relayLag_s.set({ service: 'things' }, 0.5)
    const text = await metricsText()
    expect(text).toContain('madang_http_requests_total{method="GET",route="/api/things/{id}",status="200"} 1')
    expect(text).toContain('madang_http_request_seconds_bucket{method="GET",route="/api/things/{id}",le="0.025"} 1')
    expect(text).toContain('madang_commands_total{service="things",outcome="accepted"} 3')
    expect(text).toContain('madang_batch_commands_sum{service="things"} 3')
    expect(text).toContain('madang_relay_lag_seconds{service="things"} 0.5')
  })
})
