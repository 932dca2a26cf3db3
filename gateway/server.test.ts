import { Type } from 'typebox'
import { beforeEach, describe, expect, it } from 'vitest'
import { ok, read, write } from '../platform/http/routes/route.ts'
import { accept } from '../platform/kit/command.ts'
import { fingerprintKey, HeldLog, handPorts, MemoryWriter, TokenMint } from '../test/harness/http-edge.ts'
import type { Probe } from './probes.ts'
import { createGateway } from './server.ts'
import { gatewaySettings } from './settings.ts'

const things = [
  read({
    method: 'GET',
    path: '/api/things',
    name: 'listThings',
    summary: 'Lists things',
    who: 'anyone',
    replies: { 200: Type.Array(Type.String()) },
    read: () => ok([]),
  }),
]
const orders = [
  read({
    method: 'GET',
    path: '/api/orders/{orderId}',
    name: 'getOrder',
    summary: 'One order',
    who: 'anyone',
    params: Type.Object({ orderId: Type.String() }),
    replies: { 200: Type.String() },
    read: ({ params }) => ok(params.orderId),
  }),
  write({
    method: 'PATCH',
    path: '/api/orders/{orderId}',
    name: 'changeOrder',
    summary: 'Changes an order',
    who: 'anyone',
    pure: true,
    replies: { 204: null },
    write: () => ({ type: 'change', keys: [], decide: () => accept([], { status: 204 }) }),
  }),
]
const parts = [
  write({
    method: 'POST',
    path: '/api/parts',
    name: 'makePart',
    summary: 'Makes a part',
    who: 'member',
    pure: true,
    body: Type.Object({ name: Type.String() }),
    replies: { 201: Type.Object({ name: Type.String() }) },
    location: '/api/parts/{name}',
    write: ({ body }) => ({ type: 'make', keys: [], decide: () => accept([], { status: 201, reply: body }) }),
  }),
]

function gatewayWith(env: Record<string, string> = {}, probes: Probe[] = []) {
  const ports = handPorts()
  const mint = new TokenMint(ports.clock)
  const writer = new MemoryWriter()
  const services = [
    { name: 'things', routes: things, writer },
    { name: 'parts', routes: parts, writer },
    { name: 'orders', routes: orders, writer },
  ]
  const { log } = new HeldLog()
  const tokens = mint.verifier()
  const settings = gatewaySettings(env)
  const made = createGateway({ services, settings, tokens, ports, log, fingerprintKey, probes, checkReplies: true })
  return made.then(server => ({ server, ports, mint }))
}

let gateway: Awaited<ReturnType<typeof gatewayWith>>

beforeEach(async () => {
  gateway = await gatewayWith()
})

const get = (url: string, headers: Record<string, string> = {}) => gateway.server.inject({ url, headers })

describe('the gateway', () => {
  it("answers every service's routes, and the historic paths without /api", async () => {
    expect((await get('/api/things')).json()).toEqual([])
    expect((await get('/things')).json()).toEqual([])
    const headers = { authorization: `Bearer ${gateway.mint.issue()}` }
    const payload = { name: 'a' }
    const answer = await gateway.server.inject({ method: 'POST', url: '/parts', payload, headers })
    expect([answer.statusCode, answer.json()]).toEqual([201, payload])
  })

  it.each([
    ['/api/orders/mem_1', '/api/orders?userId=mem_1'],
    ['/orders/mem_1', '/api/orders?userId=mem_1'],
    ['/api/orders/mem_1?status=paid&limit=5', '/api/orders?userId=mem_1&status=paid&limit=5'],
    ['/api/orders/mem_1?', '/api/orders?userId=mem_1'],
  ])('leads from a member’s id in place of an order’s to the list: %s', async (url, location) => {
    const answer = await get(url)
    expect([answer.statusCode, answer.headers.location, answer.payload]).toEqual([308, location, ''])
    expect((await gateway.server.inject({ method: 'HEAD', url })).statusCode).toBe(308)
  })

  it('leads nowhere else from the path of an order', async () => {
    for (const id of ['ord_1', 'mem_1%2F..', 'mem_%0d%0aset-cookie:a', 'mem_', 'xmem_1']) {
      expect([id, (await get(`/api/orders/${id}`)).statusCode]).toEqual([id, 200])
    }
    expect((await gateway.server.inject({ method: 'PATCH', url: '/api/orders/mem_1' })).statusCode).toBe(204)
    expect((await gateway.server.inject({ method: 'PUT', url: '/api/orders/mem_1' })).statusCode).toBe(405)
  })

  it('answers 404 for the rest', async () => {
    for (const url of ['/api/nothing', '/nothing', '/docs/nothing', '/ws']) {
      const answer = await get(url)
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, 404, 'not_found'])
    }
  })

  it('is alive, and says which version', async () => {
    expect((await get('/health')).json()).toEqual({ state: 'up' })
    gateway = await gatewayWith({ MADANG_COMMIT: 'abc123' })
    expect((await get('/version')).json()).toEqual({
      name: 'madang',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.version,
      commit: 'abc123',
    })
    expect((await gateway.server.inject({ method: 'POST', url: '/health' })).statusCode).toBe(405)
  })

  it('shows its metrics, by route and not by path', async () => {
    await get('/api/things')
    await get('/api/nothing-like-it')
    const answer = await get('/metrics')
    expect(answer.headers['content-type']).toContain('text/plain')
    expect(answer.payload).toContain('madang_http_requests_total{method="GET",route="/api/things",status="200"}')
    expect(answer.payload).toContain('process_cpu_seconds_total')
    expect(answer.payload).not.toContain('nothing-like-it')
  })
})

describe('readiness', () => {
  it('lists each dependency with its state', async () => {
    gateway = await gatewayWith({}, [
      { name: 'database', check: async () => ({ state: 'up' }) },
      { name: 'things', check: () => ({ state: 'up', detail: 'lag 0 s' }) },
    ])
    const answer = await get('/health/ready')
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { state: 'ready', dependencies: { database: { state: 'up' }, things: { state: 'up', detail: 'lag 0 s' } } },
    ])
  })

  it('is 503 when one is down, throws or hangs', async () => {
    gateway = await gatewayWith({}, [
      { name: 'database', check: () => Promise.reject(new Error('password in here')) },
      { name: 'things', check: () => new Promise(() => {}) },
      { name: 'parts', check: () => ({ state: 'up' }) },
    ])
    const pending = get('/health/ready')
    await new Promise(resolve => setTimeout(resolve, 20))
    gateway.ports.clock.advance(2_000)
    const answer = await pending
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      {
        state: 'not_ready',
        dependencies: {
          database: { state: 'down', detail: 'the probe failed' },
          things: { state: 'down', detail: 'no answer in time' },
          parts: { state: 'up' },
        },
      },
    ])
  })
})

describe('the documents', () => {
  it('are one for all services', async () => {
    const document = (await get('/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    expect(document.tags).toEqual([{ name: 'things' }, { name: 'parts' }, { name: 'orders' }])
    expect(Object.keys(document.paths)).toEqual(['/api/things', '/api/parts', '/api/orders/{orderId}'])
  })

  it('can be browsed, from here alone and with no script in the page', async () => {
    const page = await get('/docs')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).toContain("script-src 'self';")
    const links = [...page.payload.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link!)
    expect(links.length).toBeGreaterThan(4)
    for (const link of links) {
      expect(link).toMatch(/^\/docs\//)
      const file = await get(link)
      expect([link, file.statusCode]).toEqual([link, 200])
      expect(file.headers['x-content-type-options']).toBe('nosniff')
    }
    expect(page.payload).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|style=/)
    expect((await get('/docs/json')).json()).toEqual((await get('/openapi.json')).json())
  })
})

describe('pages of other origins', () => {
  const allowed = async (origin: string, env: Record<string, string> = {}) => {
    gateway = await gatewayWith(env)
    return (await get('/api/things', { origin })).headers['access-control-allow-origin']
  }

  it.each([
    ['http://localhost:5173', {}, true],
    ['http://127.0.0.1:8080', {}, true],
    ['http://localhost.evil.test', {}, false],
    ['https://evil.test', {}, false],
    ['null', {}, false],
    ['http://localhost:5173', { NODE_ENV: 'production' }, false],
    ['https://shop.test', { MADANG_CORS_ORIGINS: 'https://a.test, https://shop.test' }, true],
    ['https://shop.test.evil.test', { MADANG_CORS_ORIGINS: 'https://shop.test' }, false],
  ])('at %s with %j may call: %s', async (origin, env, may) => {
    expect(await allowed(origin, env as Record<string, string>)).toBe(may ? origin : undefined)
  })

  it('ask before they send, and read the headers they need', async () => {
    const origin = 'http://localhost:5173'
    const preflight = await gateway.server.inject({
      method: 'OPTIONS',
      url: '/api/parts',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'idempotency-key' },
    })
    expect(preflight.statusCode).toBe(204)
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': expect.stringContaining('idempotency-key'),
    })
    expect(preflight.headers['access-control-allow-headers'], 'for pages of this origin').not.toContain('session')
    const answer = await get('/api/nothing', { origin })
    expect(answer.headers['access-control-allow-origin']).toBe(origin)
    expect(answer.headers['access-control-expose-headers']).toContain('retry-after')
  })
})

describe('limits', () => {
  it('are set by the operator', async () => {
    gateway = await gatewayWith({ MADANG_RATE_LIMIT: '2' })
    const statuses = []
    for (let n = 0; n < 3; n += 1) statuses.push((await get('/api/things')).statusCode)
    expect(statuses).toEqual([200, 200, 429])
    expect((await get('/health')).statusCode).toBe(200)
  })

  it('can be off, but not nonsense', () => {
    expect(gatewaySettings({ MADANG_RATE_LIMIT: 'off' }).requests_per_minute).toBeNull()
    expect(gatewaySettings({}).requests_per_minute).toBe(6_000)
    expect(gatewaySettings({}).credentials_per_quarter).toBe(100)
    for (const text of ['0', '-1', 'many', '1.5']) {
      expect(() => gatewaySettings({ MADANG_RATE_LIMIT_CREDENTIALS: text })).toThrow('MADANG_RATE_LIMIT_CREDENTIALS')
    }
  })
})
