import { trace } from '@opentelemetry/api'
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace'
import { afterEach, describe, expect, it } from 'vitest'
import {
  activeTraceparent,
  isTraceparent,
  startServerSpan,
  type Tracing,
  traceparentOf,
  withRemoteParent,
} from './tracing.ts'
import { startTracing, startTracingTo } from './tracing-export.ts'

const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
let tracing: Tracing | null = null

afterEach(async () => {
  await tracing?.stop()
  tracing = null
})

describe('tracing that is off', () => {
  it('stays off without a collector', () => {
    expect(startTracing({})).toBeNull()
    expect(startServerSpan('getThing', parent)).toBeNull()
    expect(activeTraceparent()).toBeUndefined()
  })

  it('runs the work all the same', async () => {
    expect(await withRemoteParent(parent, 'work', span => span)).toBeNull()
  })
})

describe('tracing that is on', () => {
  it('goes on from a remote parent, across awaits', async () => {
    const exporter = new InMemorySpanExporter()
    tracing = startTracingTo(exporter)
    const inside = await withRemoteParent(parent, 'work', async () => {
      await new Promise(resolve => setImmediate(resolve))
      return activeTraceparent()
    })
    const [span] = exporter.getFinishedSpans()
    expect(span?.name).toBe('work')
    expect(span?.parentSpanContext?.spanId).toBe('b7ad6b7169203331')
    expect(inside).toBe(`00-0af7651916cd43dd8448eb211c80319c-${span?.spanContext().spanId}-01`)
  })

  it('marks what failed, without the message', async () => {
    const exporter = new InMemorySpanExporter()
    tracing = startTracingTo(exporter)
    const failing = withRemoteParent(undefined, 'work', () => Promise.reject(new TypeError('secret')))
    await expect(failing).rejects.toThrow('secret')
    expect(exporter.getFinishedSpans()[0]?.status.message).toBe('TypeError')
  })

  it('starts a server span that can be passed on', () => {
    tracing = startTracingTo(new InMemorySpanExporter())
    const span = startServerSpan('getThing', parent)!
    expect(traceparentOf(span)).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/)
    span.end()
  })

  it('leaves nothing behind once stopped', async () => {
    await startTracingTo(new InMemorySpanExporter()).stop()
    expect(startServerSpan('getThing', parent)).toBeNull()
    expect(trace.getTracer('x').startSpan('y').isRecording()).toBe(false)
  })
})

describe('a traceparent', () => {
  it.each([parent])('%s is one', text => expect(isTraceparent(text)).toBe(true))

  it.each([
    '',
    parent.toUpperCase(),
    `${parent}-x`,
    parent.slice(1),
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  ])('%s is none', text => expect(isTraceparent(text)).toBe(false))
})
