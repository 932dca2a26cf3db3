import { Type } from 'typebox'
import { beforeEach, describe, expect, it } from 'vitest'
import { edgeWith, type TestEdge } from '../../../test/harness/http-edge.ts'
import { accept } from '../../kit/command.ts'
import { defineCatalogue, refuse } from '../../kit/refusal.ts'
import { openApiOf } from '../openapi/openapi.ts'
import { ok, read, write } from '../routes/route.ts'

const refusals = defineCatalogue({ closed: { status: 409, ko: '지금은 닫혀 있어요.', en: 'It is closed.' } })

const routes = [
  write({
    method: 'POST',
    path: '/api/things',
    name: 'makeThing',
    summary: 'Makes a thing',
    who: 'anyone',
    pure: true,
    body: Type.Object({
      name: Type.String({ minLength: 1 }),
      note: Type.Optional(Type.String()),
      nested: Type.Optional(Type.Unknown()),
    }),
    replies: { 201: Type.Object({ name: Type.String() }) },
    location: '/api/things/{name}',
    write: ({ body }) => ({ type: 'make', keys: [], decide: () => accept([], { status: 201, reply: body }) }),
  }),
  read({
    method: 'GET',
    path: '/api/things',
    name: 'listThings',
    summary: 'Lists things',
    who: 'anyone',
    query: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      search: Type.Optional(Type.String()),
    }),
    replies: { 200: Type.Unknown() },
    read: ({ query }) => ok(query),
  }),
  read({
    method: 'GET',
    path: '/api/things/{id}',
    name: 'getThing',
    summary: 'One thing',
    who: 'anyone',
    params: Type.Object({ id: Type.String() }),
    replies: { 200: Type.Object({ id: Type.String() }) },
    refusals: ['closed'],
    read: ({ params }) => {
      if (params.id === 'closed') return refuse('closed', { since: '2026-11-20' })
      if (params.id === 'broken') throw new Error('secret detail')
      if (params.id === 'wrong') return ok({ id: 7 })
      return ok({ id: params.id })
    },
  }),
  read({
    method: 'GET',
    path: '/api/things/{id}/file',
    name: 'getThingFile',
    summary: 'One thing as a file',
    who: 'anyone',
    params: Type.Object({ id: Type.String() }),
    replies: { 200: null },
    read: () => ({
      status: 200,
      body: 'a,b\r\n',
      headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Cache-Control': 'max-age=60' },
    }),
  }),
  write({
    method: 'POST',
    path: '/api/hooks',
    name: 'receiveHook',
    summary: 'Keeps the bytes',
    who: 'anyone',
    rawBody: true,
    body: Type.Object({ a: Type.Number() }, { additionalProperties: true }),
    replies: { 200: Type.Unknown() },
    write: ({ raw }) => ({ type: 'hook', keys: [], decide: () => accept([], { reply: raw?.toString() }) }),
  }),
  write({
    method: 'POST',
    path: '/api/things/{id}/close',
    name: 'closeThing',
    summary: 'No body, no content',
    who: 'anyone',
    pure: true,
    params: Type.Object({ id: Type.String() }),
    replies: { 204: null },
    write: () => ({ type: 'close', keys: [], decide: () => accept([], { status: 204 }) }),
  }),
  write({
    method: 'POST',
    path: '/api/things/{id}/cancel',
    name: 'cancelThing',
    summary: 'With a reason, if there is one',
    who: 'member',
    params: Type.Object({ id: Type.String() }),
    body: Type.Object({ reason: Type.Optional(Type.String({ minLength: 1 })) }),
    replies: { 200: Type.Object({ reason: Type.Union([Type.String(), Type.Null()]) }) },
    write({ body: { reason = null } }) {
      return { type: 'cancel', keys: [], decide: () => accept([], { reply: { reason } }) }
    },
  }),
  write({
    method: 'PATCH',
    path: '/api/things/{id}/note',
    name: 'changeThing',
    summary: 'Changes what is said',
    who: 'anyone',
    pure: true,
    params: Type.Object({ id: Type.String() }),
    body: Type.Object({ name: Type.Optional(Type.String()) }),
    replies: { 200: Type.Unknown() },
    write: ({ body }) => ({ type: 'change', keys: [], decide: () => accept([], { reply: body }) }),
  }),
]

let edge: TestEdge

beforeEach(() => {
  edge = edgeWith(routes, refusals)
})

const post = (payload: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  edge.server.inject({ method: 'POST', url: '/api/things', payload, headers })

const get = (url: string, headers: Record<string, string> = {}) => edge.server.inject({ method: 'GET', url, headers })

describe('a body that need not say anything', () => {
  const JSON_TYPE = { 'content-type': 'application/json' }
  const cancel = (headers: Record<string, string>, payload?: string) =>
    edge.server.inject({
      method: 'POST',
      url: '/api/things/7/cancel',
      headers: { ...edge.as(), ...headers },
      ...(payload !== undefined && { payload }),
    })

  it.each([
    ['is left out', {}, undefined, null],
    ['is left out, of no length', { 'content-length': '0' }, undefined, null],
    ['is left out, of no length and as JSON', { ...JSON_TYPE, 'content-length': '0' }, undefined, null],
    ['is left out, as JSON', JSON_TYPE, undefined, null],
    ['says nothing', JSON_TYPE, '{}', null],
    ['says something', JSON_TYPE, '{"reason":"why"}', 'why'],
  ])('%s', async (_, headers, payload, reason) => {
    const answer = await cancel(headers, payload)
    expect([answer.statusCode, answer.json()]).toEqual([200, { reason }])
  })

  it('is the same request under one key, left out or empty', async () => {
    const key = { 'idempotency-key': 'k' }
    await cancel(key)
    const again = await cancel({ ...JSON_TYPE, ...key }, '{}')
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([200, 'true'])
    expect((await cancel({ ...JSON_TYPE, ...key }, '{"reason":"why"}')).statusCode).toBe(422)
  })

  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['what is not valid', '{"reason":""}'],
    ['what nobody knows', '{"raeson":"why"}'],
  ])('may not be %s', async (_, payload) => {
    expect((await cancel(JSON_TYPE, payload)).statusCode).toBe(400)
  })

  it('is documented as one that may be left out; a change is not', () => {
    const { paths } = openApiOf([{ name: 'things', routes, refusals }], '1')
    expect(paths['/api/things/{id}/cancel']?.post?.requestBody).toMatchObject({ required: false })
    expect(paths['/api/things/{id}/note']?.patch?.requestBody).toMatchObject({ required: true })
  })

  it('is asked for where it says what to change', async () => {
    const answer = await edge.server.inject({ method: 'PATCH', url: '/api/things/7/note', headers: JSON_TYPE })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request'])
  })
})

describe('a good request', () => {
  it('is answered as JSON, with headers that keep it safe and uncached', async () => {
    const answer = await post('{"name":"a"}')
    expect(answer.statusCode).toBe(201)
    expect(answer.payload).toBe('{"name":"a"}')
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': '12',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
  })

  it('may have no body where none is needed, whatever it says about one', async () => {
    const url = '/api/things/1/close'
    expect((await edge.server.inject({ method: 'POST', url })).statusCode).toBe(204)
    const headers = { 'content-type': 'application/json' }
    const answer = await edge.server.inject({ method: 'POST', url, headers })
    expect(answer.statusCode).toBe(204)
    expect(answer.payload).toBe('')
    expect(answer.headers).not.toHaveProperty('content-type')
  })

  it('may be 32 levels deep', async () => {
    expect((await post(`{"name":"a","nested":${'['.repeat(31)}${']'.repeat(31)}}`)).statusCode).toBe(201)
  })

  it('keeps what only looks like a null character', async () => {
    expect((await post(String.raw`{"name":"\\u0000"}`)).json()).toEqual({ name: String.raw`\u0000` })
    expect((await post(String.raw`{"name":"\uD83D\uDE00"}`)).json()).toEqual({ name: '😀' })
    expect((await get('/api/things/100%2500')).json()).toEqual({ id: '100%00' })
  })

  it('may be answered with a text of another type', async () => {
    const answer = await get('/api/things/1/file')
    expect(answer.payload).toBe('a,b\r\n')
    expect(answer.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'max-age=60' })
  })

  it('may be a HEAD', async () => {
    const answer = await edge.server.inject({ method: 'HEAD', url: '/api/things/7' })
    expect([answer.statusCode, answer.payload, answer.headers['content-length']]).toEqual([200, '', '10'])
  })

  it('hands its bytes on where a route asks for them', async () => {
    const payload = '{ "a" : 1.0, "name":"한글" }'
    const headers = { 'content-type': 'application/json' }
    const answer = await edge.server.inject({ method: 'POST', url: '/api/hooks', payload, headers })
    expect(answer.json()).toBe(payload)
  })
})

describe('a bad body', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`

  it.each<[string, string | Buffer, string]>([
    ['is no JSON', '{"name":', 'invalid_json'],
    ['is text', 'name', 'invalid_json'],
    ['has a raw null character', '{"name":"a\0"}', 'invalid_json'],
    ['poisons prototypes', '{"name":"a","__proto__":{"admin":true}}', 'invalid_json'],
    ['poisons constructors', '{"name":"a","constructor":{"prototype":{"admin":true}}}', 'invalid_json'],
    ['is empty', '', 'invalid_request'],
    ['is null', 'null', 'invalid_request'],
    ['is a list', '[]', 'invalid_request'],
    ['is deep', deep, 'invalid_request'],
    ['lacks a property', '{}', 'invalid_request'],
    ['has another type', '{"name":7}', 'invalid_request'],
    ['has a null character', String.raw`{"name":"a\u0000"}`, 'invalid_request'],
    ['has a null character in a key', String.raw`{"name":"a","b\u0000":1}`, 'invalid_request'],
    ['has a deep null character', String.raw`{"name":"a","x":[{"y":["\u0000"]}]}`, 'invalid_request'],
    ['is deep where nobody looks', `{"name":"a","x":${deep}}`, 'invalid_request'],
    ['is 33 levels deep', `{"name":"a","x":${'['.repeat(32)}${']'.repeat(32)}}`, 'invalid_request'],
    ['is not UTF-8', Buffer.from('{"name":"\xff"}', 'latin1'), 'invalid_json'],
    ['is a surrogate in bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'invalid_json'],
    ['has half a surrogate pair', String.raw`{"name":"\ud800"}`, 'invalid_request'],
  ])('that %s is a 400', async (_, payload, code) => {
    const answer = await post(payload)
    expect([answer.statusCode, answer.json().code]).toEqual([400, code])
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(edge.held.errors).toEqual([])
  })

  it('says what is wrong with its fields in the caller’s language', async () => {
    const answer = await post('{"note":1}', { 'content-type': 'application/json', 'accept-language': 'ko' })
    expect(answer.headers['content-language']).toBe('ko')
    expect(answer.payload).toBe(
      '{"type":"/problems/invalid_request","title":"요청에 올바르지 않은 항목이 있어요. 표시된 항목을 고쳐서 다시 보내 주세요.","status":400,"code":"invalid_request",' +
        '"errors":[{"in":"body","pointer":"/name","code":"required","message":"꼭 필요한 항목이에요. 값을 적어 주세요."},' +
        '{"in":"body","pointer":"/note","code":"wrong_type","limit":"string","message":"따옴표로 감싼 문자로 적어 주세요."}]}',
    )
  })

  it('over a megabyte is a 413, and the connection ends', async () => {
    const answer = await post(`{"name":"${'a'.repeat(1_048_576)}"}`)
    expect([answer.statusCode, answer.json().code]).toEqual([413, 'body_too_large'])
    expect(answer.headers.connection).toBe('close')
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'nonsense', ''])(
    'of type %j is a 415',
    async type => {
      const answer = await post('{"name":"a"}', { 'content-type': type })
      expect([answer.statusCode, answer.json().code]).toEqual([415, 'unsupported_media_type'])
    },
  )

  it('of no type at all is a 415 too', async () => {
    expect((await post(Buffer.from('{"name":"a"}'), {})).statusCode).toBe(415)
  })
})

describe('a bad URL', () => {
  it.each([
    ['/api/things?limit=abc', 'invalid_request'],
    ['/api/things?limit=0', 'invalid_request'],
    ['/api/things?limit=', 'invalid_request'],
    ['/api/things?limit=1&limit=2', 'invalid_request'],
    ['/api/things?search=a%00b', 'invalid_request'],
    ['/api/things/a%00b', 'invalid_request'],
    ['/api/things/1?unknown=1', 'invalid_request'],
    ['/api/things/%zz', 'invalid_request'],
    ['/api/things/%ff', 'invalid_request'],
  ])('%s is a 400', async (url, code) => {
    const answer = await get(url)
    expect([answer.statusCode, answer.json().code]).toEqual([400, code])
    expect(answer.headers['x-correlation-id']).toMatch(/^cor_/)
  })

  it.each(['/', '/api', '/api/thing', '/api/things/1/2', `/api/things/${'x'.repeat(500)}`, '/api/../etc/passwd'])(
    '%s is a 404',
    async url => {
      const answer = await get(url)
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
    },
  )

  it('is a 404 before its body is looked at', async () => {
    const headers = { 'content-type': 'application/json' }
    const answer = await edge.server.inject({ method: 'POST', url: '/nowhere', payload: '{', headers })
    expect(answer.statusCode).toBe(404)
  })
})

describe('another method', () => {
  it.each<['DELETE' | 'PUT' | 'PATCH' | 'POST', string, string]>([
    ['DELETE', '/api/things', 'GET, HEAD, POST, OPTIONS'],
    ['PATCH', '/api/things/7', 'GET, HEAD, OPTIONS'],
    ['POST', '/api/things/7', 'GET, HEAD, OPTIONS'],
    ['PUT', '/api/hooks', 'POST, OPTIONS'],
  ])('%s %s is a 405', async (method, url, allow) => {
    const answer = await edge.server.inject({ method, url, payload: '{"broken', headers: { 'content-type': 'text/x' } })
    expect([answer.statusCode, answer.json().code, answer.headers.allow]).toEqual([405, 'method_not_allowed', allow])
  })

  it('OPTIONS says what there is', async () => {
    const answer = await edge.server.inject({ method: 'OPTIONS', url: '/api/things' })
    expect([answer.statusCode, answer.headers.allow]).toEqual([204, 'GET, HEAD, POST, OPTIONS'])
  })
})

describe('a refusal', () => {
  it('is a problem with the facts of the refusal', async () => {
    const answer = await get('/api/things/closed')
    expect(answer.payload).toBe(
      '{"type":"/problems/closed","title":"It is closed.","status":409,"code":"closed","since":"2026-11-20"}',
    )
  })
})

describe('a fault', () => {
  it('is logged once with its correlation id, and told to nobody', async () => {
    const answer = await get('/api/things/broken', { 'x-correlation-id': 'trace-me' })
    expect(answer.statusCode).toBe(500)
    expect(answer.payload).not.toContain('secret')
    expect(edge.held.errors).toMatchObject([{ correlationId: 'trace-me', err: { message: 'secret detail' } }])
    expect(edge.held.errors).toHaveLength(1)
  })

  it('is also an answer that is not what the route declares', async () => {
    expect((await get('/api/things/wrong')).statusCode).toBe(500)
    expect(edge.held.errors[0]?.err).toMatchObject({ message: expect.stringContaining('getThing answers 200') })
  })
})

describe('the correlation id', () => {
  it('is the given one', async () => {
    const answer = await get('/api/things/1', { 'x-correlation-id': 'Given_1.2-3' })
    expect(answer.headers['x-correlation-id']).toBe('Given_1.2-3')
  })

  it.each(['', 'a b', 'x'.repeat(65), 'a/b', '한글'])('is made when the given one is %j', async given => {
    const answer = await get('/api/things/1', { 'x-correlation-id': given })
    expect(answer.headers['x-correlation-id']).toMatch(/^cor_[0-9a-f-]{36}$/)
  })

  it('is on errors too', async () => {
    for (const url of ['/nowhere', '/api/things/closed', '/api/things/broken', '/api/things?limit=x']) {
      expect((await get(url, { 'x-correlation-id': 'mine' })).headers['x-correlation-id']).toBe('mine')
    }
  })
})
