import { InMemorySpanExporter } from '@opentelemetry/sdk-trace'
import { Type } from 'typebox'
import { beforeEach, describe, expect, it } from 'vitest'
import { edgeWith, type TestEdge } from '../../../test/harness/http-edge.ts'
import { accept, type Command } from '../../kit/command.ts'
import { defineCatalogue, refuse } from '../../kit/refusal.ts'
import { startTracingTo } from '../../observability/tracing-export.ts'
import { write } from '../routes/route.ts'
import { Cors } from './cors.ts'

const refusals = defineCatalogue({
  sold_out: { status: 409, ko: '품절이에요.', en: 'It is sold out.' },
  partner_down: { status: 503, ko: '상대가 응답하지 않아요.', en: 'The partner does not answer.' },
})

const Body = Type.Object({ name: Type.String(), count: Type.Optional(Type.Integer()) })
let made = 0
/** From now on a route refuses what it made before. */
let allSold = false
/** Things of this number and below come to nothing, because a partner is away. */
let downUntil = 0
const make = (name: string): Command => ({
  type: 'make',
  keys: [`thing:${name}`],
  decide: () => {
    if (name === 'sold out') return refuse('sold_out', { available: 0 })
    if (name === 'counted') return accept([], { status: 409, reply: { status: 409, code: 'sold_out' } })
    made += 1
    return accept([], { status: 201, reply: { id: `thg_${made}`, name, state: 'pending' } })
  },
})

const common = { method: 'POST', summary: 'Makes', who: 'member', body: Body } as const
const Thing = Type.Object({ id: Type.String(), name: Type.String(), state: Type.String() })
const replies = { 201: Thing, 409: Type.Object({ status: Type.Integer(), code: Type.String() }) }

const routes = [
  write({ ...common, path: '/api/pure', name: 'makePure', pure: true, replies, write: ({ body }) => make(body.name) }),
  write({
    ...common,
    path: '/api/checked',
    name: 'makeChecked',
    replies,
    write: async ({ body }) => {
      if (body.name === 'early' || allSold) return refuse('sold_out')
      if (body.name === 'down') return refuse('partner_down')
      if (body.name === 'fault') throw new Error('no connection')
      return make(body.name)
    },
  }),
  write({
    ...common,
    path: '/api/slow',
    name: 'makeSlow',
    pure: true,
    replies,
    write: ({ body }) => make(body.name),
    wait: {
      stream: reply => `thing:${reply.id}`,
      until: state => state.state === 'done',
      present: async reply =>
        Number(reply.id.replace('thg_', '')) <= downUntil ? refuse('partner_down') : { ...reply, state: 'done' },
    },
  }),
]

let edge: TestEdge
let headers: { authorization: string }

beforeEach(() => {
  made = 0
  allSold = false
  downUntil = 0
  edge = edgeWith(routes, refusals)
  headers = edge.as()
})

const post = (url: string, payload: object, more: Record<string, string> = {}) =>
  edge.server.inject({ method: 'POST', url, payload, headers: { ...headers, ...more } })

const withKey = (key: string) => ({ 'idempotency-key': key })

describe('a write', () => {
  it('answers with the stored text, and says where it came from', async () => {
    const more = { 'x-correlation-id': 'mine', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }
    const answer = await post('/api/pure', { name: 'a' }, more)
    expect([answer.statusCode, answer.payload]).toEqual([201, '{"id":"thg_1","name":"a","state":"pending"}'])
    expect(edge.writer.runs[0]?.origin).toEqual({
      actor: 'usr_1',
      correlationId: 'mine',
      causationId: expect.stringMatching(/^req_/),
      traceparent: more.traceparent,
    })
    expect(edge.writer.runs[0]?.idempotency).toBeUndefined()
  })

  it('is its own cause when the caller named no correlation', async () => {
    const answer = await post('/api/pure', { name: 'a' }, { traceparent: 'nonsense' })
    const id = answer.headers['x-correlation-id']
    expect(edge.writer.runs[0]?.origin).toMatchObject({ correlationId: id, causationId: id, traceparent: undefined })
  })

  it('goes on in its own span while tracing is on', async () => {
    const exporter = new InMemorySpanExporter()
    const tracing = startTracingTo(exporter)
    await post('/api/pure', { name: 'a' }, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' })
    const [span] = exporter.getFinishedSpans()
    await tracing.stop()
    expect(span).toMatchObject({ name: 'makePure', attributes: { 'http.response.status_code': 201 } })
    expect(edge.writer.runs[0]?.origin.traceparent).toBe(
      `00-0af7651916cd43dd8448eb211c80319c-${span?.spanContext().spanId}-01`,
    )
  })

  it('may be refused', async () => {
    const answer = await post('/api/pure', { name: 'sold out' })
    expect(answer.payload).toBe(
      '{"type":"/problems/sold_out","title":"It is sold out.","status":409,"code":"sold_out","available":0}',
    )
  })

  it('may be refused by a command that has something to write: a problem like any other, also when input again', async () => {
    const first = await post('/api/pure', { name: 'counted' }, withKey('k'))
    const again = await post('/api/pure', { name: 'counted' }, withKey('k'))
    for (const { statusCode, headers: sent } of [first, again]) {
      expect([statusCode, sent['content-type']]).toEqual([409, 'application/problem+json'])
    }
    expect(again.payload).toBe(first.payload)
    expect(again.headers['idempotency-replayed']).toBe('true')
  })

  it('that faults is a 500, logged, and may be tried again with its key', async () => {
    const answer = await post('/api/checked', { name: 'fault' }, withKey('k'))
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal_fault'])
    expect(edge.held.errors).toHaveLength(1)
    expect(edge.writer.runs).toEqual([])
  })
})

describe('an idempotency key', () => {
  it.each(['/api/pure', '/api/checked'])('gives the same answer again, on %s', async url => {
    const first = await post(url, { name: 'a', count: 1 }, withKey('k'))
    const again = await post(url, { count: 1, name: 'a' }, withKey('k'))
    expect(again.statusCode).toBe(first.statusCode)
    expect(again.payload).toBe(first.payload)
    expect(first.headers).not.toHaveProperty('idempotency-replayed')
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(made).toBe(1)
  })

  it.each(['/api/pure', '/api/checked'])('gives the same refusal again, on %s', async url => {
    const first = await post(url, { name: 'sold out' }, withKey('k'))
    const again = await post(url, { name: 'sold out' }, withKey('k'))
    expect([again.statusCode, again.payload]).toEqual([409, first.payload])
    expect(again.headers['idempotency-replayed']).toBe('true')
  })

  it('keeps a refusal that came before the command', async () => {
    await post('/api/checked', { name: 'early' }, withKey('k'))
    expect(edge.writer.runs[0]).toMatchObject({ command: { type: 'makeChecked.refused', keys: [] } })
    const again = await post('/api/checked', { name: 'early' }, withKey('k'))
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([409, 'true'])
  })

  it('that another process answered counts, whatever the route says by now', async () => {
    const first = await post('/api/checked', { name: 'a' }, withKey('k'))
    edge.writer.isElsewhere = true
    allSold = true
    const again = await post('/api/checked', { name: 'a' }, withKey('k'))
    expect([again.statusCode, again.payload]).toEqual([201, first.payload])
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(made).toBe(1)
  })

  it('does not keep what may be different in a moment', async () => {
    expect((await post('/api/checked', { name: 'down' }, withKey('k'))).statusCode).toBe(503)
    expect(edge.writer.runs).toEqual([])
  })

  it.each(['/api/pure', '/api/checked'])('of another body is a 422, on %s', async url => {
    await post(url, { name: 'a' }, withKey('k'))
    const other = await post(url, { name: 'b' }, withKey('k'))
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency_key_reused'])
    expect(other.headers).not.toHaveProperty('idempotency-replayed')
  })

  it('belongs to its actor, and to one place', async () => {
    await post('/api/pure', { name: 'a' }, withKey('k'))
    headers = edge.as({ sub: 'usr_2' })
    expect((await post('/api/pure', { name: 'b' }, withKey('k'))).statusCode).toBe(201)
    expect((await post('/api/checked', { name: 'b' }, withKey('k'))).statusCode).toBe(422)
  })

  it('is looked up before a route that calls outside, and only in the batch for a pure one', async () => {
    await post('/api/pure', { name: 'a' }, withKey('k1'))
    expect(edge.writer.recalls).toEqual([])
    await post('/api/checked', { name: 'a' }, withKey('k2'))
    expect(edge.writer.recalls).toEqual([
      { key: expect.stringMatching(/^[\w-]{22}$/), fingerprint: expect.stringMatching(/^[\w-]{22}$/) },
    ])
  })

  it.each(['', ' ', 'a b', 'x'.repeat(256), '키', 'tab\tbed'])('%j is none', async key => {
    const answer = await post('/api/pure', { name: 'a' }, withKey(key))
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toMatchObject([{ in: 'header', pointer: '/idempotency-key', code: 'wrong_format' }])
  })

  it('may be 255 visible characters', async () => {
    expect((await post('/api/pure', { name: 'a' }, withKey('~'.repeat(255)))).statusCode).toBe(201)
  })
})

describe('the location of what was made', () => {
  it('is answered at once, again, and after the wait', async () => {
    const first = await post('/api/slow', { name: 'a' }, withKey('k'))
    const again = await post('/api/slow', { name: 'a' }, withKey('k'))
    const waited = await post('/api/slow', { name: 'a' }, { ...withKey('k'), prefer: 'wait=1' })
    for (const answer of [first, again, waited]) expect(answer.headers.location).toBe('/api/slow/thg_1')
    expect(again.headers['idempotency-replayed']).toBe('true')
  })

  it('is not answered where nothing was made', async () => {
    for (const name of ['sold out', 'counted']) {
      expect((await post('/api/pure', { name })).headers).not.toHaveProperty('location')
    }
  })

  it('may be read by the script of a web page', async () => {
    edge = edgeWith(routes, refusals, () => ({ cors: new Cors({ origins: ['https://shop.test'], localhost: false }) }))
    headers = edge.as()
    const answer = await post('/api/pure', { name: 'a' }, { origin: 'https://shop.test' })
    expect(String(answer.headers['access-control-expose-headers']).split(', ')).toContain('location')
  })
})

describe('Prefer: wait', () => {
  it('waits for the outcome and presents it', async () => {
    const answer = await post('/api/slow', { name: 'a' }, { prefer: 'respond-async, wait=5' })
    expect([answer.statusCode, answer.json().state]).toEqual([201, 'done'])
    expect(answer.headers['preference-applied']).toBe('wait')
    expect(edge.writer.waits).toEqual([{ key: 'thing:thg_1', limit_ms: 5_000 }])
  })

  it('waits again when the same is input again', async () => {
    await post('/api/slow', { name: 'a' }, withKey('k'))
    const again = await post('/api/slow', { name: 'a' }, { ...withKey('k'), prefer: 'wait=1' })
    expect(again.json().state).toBe('done')
    expect(again.headers).toMatchObject({ 'preference-applied': 'wait', 'idempotency-replayed': 'true' })
  })

  it('is refused for what came of it, and where time cures that, the same key does it anew', async () => {
    downUntil = 2
    const ask = () => post('/api/slow', { name: 'a' }, { ...withKey('k'), prefer: 'wait=1' })
    expect((await ask()).json()).toMatchObject({ status: 503, code: 'partner_down' })
    expect((await ask()).statusCode).toBe(503)
    const third = await ask()
    expect(third.json()).toMatchObject({ id: 'thg_3', state: 'done' })
    expect(third.headers).not.toHaveProperty('idempotency-replayed')
    const again = await ask()
    expect(again.payload).toBe(third.payload)
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' })
    expect(made).toBe(3)
  })

  it('does it anew under one key a limited number of times', async () => {
    downUntil = 1_000
    const ask = () => post('/api/slow', { name: 'a' }, { ...withKey('k'), prefer: 'wait=1' })
    for (let time = 1; time <= 25; time += 1) expect((await ask()).statusCode).toBe(503)
    expect(made).toBe(21)
  })

  it.each(['wait=31', 'wait=-1', 'wait=x', 'wait=0', 'wait', 'await=5', 'handling=strict', 'wait=1.5'])(
    '%j is ignored',
    async prefer => {
      const answer = await post('/api/slow', { name: 'a' }, { prefer })
      expect(answer.json().state).toBe('pending')
      expect(answer.headers).not.toHaveProperty('preference-applied')
    },
  )

  it('is ignored where there is nothing to wait for, and when refused', async () => {
    expect((await post('/api/pure', { name: 'a' }, { prefer: 'wait=5' })).headers).not.toHaveProperty(
      'preference-applied',
    )
    expect((await post('/api/slow', { name: 'sold out' }, { prefer: 'wait=5' })).statusCode).toBe(409)
    expect((await post('/api/slow', { name: 'counted' }, { prefer: 'wait=5' })).statusCode).toBe(409)
    expect(edge.writer.waits).toEqual([])
  })
})
