import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Load, type LoadOptions } from './load.ts'
import { Measured, NO_ANSWER, NOT_SENT } from './measured.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function loading(answer: RequestListener, more: Partial<LoadOptions> = {}): Promise<Load> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return new Load({
    address: { host: '127.0.0.1', port },
    connections: 4,
    warmup_ms: 0,
    window_ms: 300,
    rate: null,
    requests: { next: () => 'POST /x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}' },
    ...more,
  })
}

const driving = async (...given: Parameters<typeof loading>): Promise<Measured> => (await loading(...given)).run()

const answerWith =
  (status: number, body: string): RequestListener =>
  (request, response) => {
    request.resume()
    response.writeHead(status, { 'content-length': Buffer.byteLength(body) }).end(body)
  }

describe('a load', () => {
  it('counts each answer once, and looks at its window only', async () => {
    let edges = 0
    const onEdge = () => {
      edges += 1
    }
    const measured = await driving(answerWith(201, '{"한":"글"}'), { warmup_ms: 100, window_ms: 1_000, onEdge })
    expect(edges).toBe(2)
    expect([...measured.kinds.keys()]).toEqual(['201'])
    expect(measured.accepted).toBe(measured.kinds.get('201'))
    expect(measured.answered).toBeGreaterThan(0)
    expect(measured.answered).toBeLessThan(measured.accepted)
    expect(measured.perSecond).toEqual([measured.answered])
  })

  it('has one request under way on each connection', async () => {
    let running = 0
    let most = 0
    await driving((request, response) => {
      request.resume()
      running += 1
      most = Math.max(most, running)
      setTimeout(() => {
        running -= 1
        response.writeHead(204).end()
      }, 5)
    })
    expect(most).toBe(4)
  })

  it('tells errors by their code', async () => {
    const measured = await driving(answerWith(409, '{"code":"sold_out","status":409}'))
    expect([...measured.kinds.keys()]).toEqual(['409 sold_out'])
    expect(measured.accepted).toBe(0)
  })

  it('reads an answer that comes in pieces', async () => {
    const measured = await driving((request, response) => {
      request.resume()
      response.writeHead(422, { 'content-length': 15 })
      response.write('{"code":')
      setTimeout(() => response.end('"slow"}'), 2)
    })
    expect([...measured.kinds.keys()]).toEqual(['422 slow'])
  })

  it('continues over a new connection when one is lost, and says so', async () => {
    let count = 0
    const measured = await driving((request, response) => {
      count += 1
      if (count === 3) request.socket.destroy()
      else answerWith(200, 'ok')(request, response)
    })
    expect(measured.kinds.get(NO_ANSWER)).toBe(1)
    expect(measured.kinds.get('200')).toBe(count - 1)
  })

  it('sends at a fixed rate', async () => {
    const measured = await driving(answerWith(200, 'ok'), { rate: 500, window_ms: 1_000 })
    expect(measured.accepted).toBe(500)
    expect(measured.latency_us.totalCount).toBe(500)
  })

  it('at a fixed rate does not hide a stall: what was planned meanwhile waited too', async () => {
    let stalled_until = 0
    const measured = await driving(
      (request, response) => {
        stalled_until ||= Date.now() + 400
        setTimeout(() => answerWith(200, 'ok')(request, response), Math.max(0, stalled_until - Date.now()))
      },
      { rate: 200, window_ms: 800, connections: 2 },
    )
    expect(measured.accepted).toBe(160)
    // Half of them were planned during the stall; a closed loop would have noticed two.
    expect(measured.latency_us.getValueAtPercentile(70)).toBeGreaterThan(50_000)
    expect(measured.latency_us.maxValue).toBeGreaterThan(300_000)
  })

  it('all at once: each is planned for the first moment, and no more than were requested', async () => {
    const measured = await driving(answerWith(201, '{}'), {
      rate: Number.POSITIVE_INFINITY,
      connections: 20,
      total: 50,
      window_ms: 5_000,
    })
    expect(measured.kinds).toEqual(new Map([['201', 50]]))
    expect(measured.latency_us.totalCount).toBe(50)
  })

  it('begins no more than may be begun, until something has ended', async () => {
    const load = await loading(answerWith(201, '{}'), { begunMax: 3, window_ms: 500 })
    const running = load.run()
    await expect.poll(() => load.begun).toBe(3)
    load.ended(2)
    const measured = await running
    expect(measured.accepted).toBe(5)
  })

  it('what found no free connection in time was not sent, and counts', async () => {
    const measured = await driving(
      (request, response) => setTimeout(() => answerWith(200, 'ok')(request, response), 200),
      { rate: 100, connections: 1, giveUp_ms: 50, window_ms: 500 },
    )
    expect(measured.kinds.get(NOT_SENT)).toBeGreaterThan(30)
    expect((measured.kinds.get(NOT_SENT) ?? 0) + measured.accepted).toBe(50)
  })

  it('turned away: counts apart, and says which had no Retry-After', async () => {
    let count = 0
    const measured = await driving(
      (request, response) => {
        request.resume()
        count += 1
        if (count % 2) response.setHeader('retry-after', '1')
        response.writeHead(503, { 'content-length': 21 }).end('{"code":"overloaded"}')
      },
      { connections: 1, total: 4 },
    )
    const kinds = { '503 overloaded': 2, '503 overloaded without Retry-After': 2 }
    expect(Object.fromEntries(measured.kinds)).toEqual(kinds)
    expect(measured.turnedAway_us.totalCount).toBe(4)
    expect(measured.latency_us.totalCount).toBe(0)
  })

  it('travels as text', async () => {
    const measured = await driving(answerWith(200, 'ok'), { total: 10 })
    const again = Measured.fromText(JSON.parse(JSON.stringify(measured.toText())))
    expect(again.toText()).toEqual(measured.toText())
    expect(again.latency_us.totalCount).toBe(10)
  })
})
