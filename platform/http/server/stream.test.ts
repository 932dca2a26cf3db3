import { afterEach, describe, expect, it } from 'vitest'
import { edgeWith, type TestEdge } from '../../../test/harness/http-edge.ts'
import { refuse } from '../../kit/refusal.ts'
import { metricsText } from '../../observability/metrics.ts'
import type { EventStream } from '../routes/event-stream.ts'
import { stream } from '../routes/stream.ts'
import { ROUTE_LIMIT_MS } from './mount.ts'
import { COMMENT_EVERY_MS } from './open-streams.ts'

let edge: TestEdge
let opened: EventStream[]
let ended: number
let asked: (string | null)[]

async function serve(): Promise<string> {
  opened = []
  asked = []
  ended = 0
  edge = edgeWith([
    stream({
      path: '/api/news',
      name: 'streamNews',
      summary: 'News',
      who: 'member',
      events: 'News',
      refusals: ['forbidden'],
      open: async ({ actor, lastEventId }) => {
        asked.push(lastEventId)
        if (actor.id === 'usr_banned') return refuse('forbidden')
        return begun => {
          opened.push(begun)
          begun.onEnd(() => {
            ended += 1
          })
        }
      },
    }),
  ])
  return edge.server.listen({ host: '127.0.0.1', port: 0 })
}

afterEach(() => edge.server.close())

const open = (address: string, claims: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  fetch(`${address}/api/news`, { headers: { ...edge.as(claims), ...headers } })

async function readAll(response: Response): Promise<string> {
  return (await response.text().catch(() => 'cut off')) as string
}

describe('a stream', () => {
  it('begins at once, and sends events as they come', async () => {
    const address = await serve()
    const response = await open(address, {}, { 'last-event-id': '41' })
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-correlation-id': expect.any(String),
      'content-security-policy': expect.any(String),
    })
    expect(asked).toEqual(['41'])
    const [begun] = opened
    begun?.send({ event: 'item', data: { text: '한 줄\n두 줄' }, id: '42' })
    begun?.send({ event: 'state', data: null })
    begun?.end()
    begun?.send({ event: 'item', data: 'late' })
    expect(await readAll(response)).toBe(
      'id: 42\nevent: item\ndata: {"text":"한 줄\\n두 줄"}\n\nevent: state\ndata: null\n\n',
    )
    expect(ended).toBe(1)
  })

  it('is exempt from the time limit, and says something while there is nothing to say', async () => {
    const response = await open(await serve())
    edge.clock.advance(ROUTE_LIMIT_MS * 2)
    opened[0]?.send({ event: 'item', data: 1 })
    await expect.poll(() => opened[0]?.unsent).toBe(0)
    edge.clock.advance(COMMENT_EVERY_MS - 1)
    await expect.poll(() => opened[0]?.unsent).toBe(0)
    edge.clock.advance(1)
    opened[0]?.end()
    expect(await readAll(response)).toBe('event: item\ndata: 1\n\n:\n\n')
  })

  it('refuses before it begins', async () => {
    const address = await serve()
    expect((await fetch(`${address}/api/news`)).status).toBe(401)
    const refused = await open(address, { sub: 'usr_banned' })
    expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ code: 'forbidden' })])
    for (const method of ['HEAD', 'POST'])
      expect((await fetch(`${address}/api/news`, { method, headers: edge.as() })).status).toBe(405)
    expect(opened).toEqual([])
  })

  it('ends with its token', async () => {
    const response = await open(await serve(), { exp: Math.floor(edge.clock.now().getTime() / 1000) + 20 })
    edge.clock.advance(20_000)
    expect(await readAll(response)).toBe('')
    expect(ended).toBe(1)
  })

  it('ends with its log-in', async () => {
    const response = await open(await serve(), { sid: 'ses_9' })
    edge.tokens.revoke('ses_9', new Date(edge.clock.now().getTime() + 600_000))
    expect(await readAll(response)).toBe('')
  })

  it('ends with its client', async () => {
    const address = await serve()
    const abort = new AbortController()
    await fetch(`${address}/api/news`, { headers: edge.as(), signal: abort.signal })
    abort.abort()
    await expect.poll(() => ended).toBe(1)
  })

  it('ends when the server closes, and is counted', async () => {
    const response = await open(await serve())
    expect(await metricsText()).toMatch(/^madang_streams 1$/m)
    expect(edge.server.edge.deadlines.running).toBe(0)
    const reading = readAll(response)
    await edge.server.close()
    expect(await reading).toBe('')
    expect(await metricsText()).toMatch(/^madang_streams 0$/m)
    expect(await metricsText()).toMatch(/madang_http_requests_total{method="GET",route="\/api\/news",status="200"} \d/)
  })

  it('tells how much the client has not taken', async () => {
    const response = await open(await serve())
    const [begun] = opened
    let drained = 0
    begun?.onDrain(() => {
      drained += 1
    })
    const text = 'x'.repeat(100_000)
    for (let times = 0; times < 200; times += 1) begun?.send({ event: 'item', data: text })
    expect(begun?.unsent).toBeGreaterThan(1_000_000)
    const reading = response.text()
    await expect.poll(() => drained).toBeGreaterThan(0)
    expect(begun?.unsent).toBe(0)
    begun?.end()
    expect((await reading).length).toBeGreaterThan(200 * 100_000)
  })
})
