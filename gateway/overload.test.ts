import type { IncomingMessage } from 'node:http'
import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ok, read, write } from '../platform/http/routes/route.ts'
import { accept } from '../platform/kit/command.ts'
import { fingerprintKey, HeldLog, handPorts, MemoryWriter, TokenMint } from '../test/harness/http-edge.ts'
import { overloadOf } from './overload.ts'
import { createGateway } from './server.ts'
import { gatewaySettings } from './settings.ts'

const routesOf = (name: string) => [
  write({
    method: 'POST',
    path: `/api/${name}`,
    name: `make${name}`,
    summary: 'Makes one',
    who: 'anyone',
    pure: true,
    body: Type.Object({ name: Type.String() }),
    replies: { 201: Type.Object({ name: Type.String() }) },
    location: `/api/${name}/{name}`,
    write: ({ body }) => ({ type: 'make', keys: [], decide: () => accept([], { status: 201, reply: body }) }),
  }),
  read({
    method: 'GET',
    path: `/api/${name}`,
    name: `list${name}`,
    summary: 'Lists them',
    who: 'anyone',
    replies: { 200: Type.Array(Type.String()) },
    read: () => ok([]),
  }),
]

const busy = new MemoryWriter()
let close: () => Promise<unknown>
let url = ''

beforeAll(async () => {
  const ports = handPorts()
  const server = await createGateway({
    services: [
      { name: 'parts', routes: routesOf('parts'), writer: busy },
      { name: 'things', routes: routesOf('things'), writer: new MemoryWriter() },
    ],
    settings: gatewaySettings({}),
    tokens: new TokenMint(ports.clock).verifier(),
    ports,
    log: new HeldLog().log,
    fingerprintKey,
  })
  url = await server.listen({ host: '127.0.0.1', port: 0 })
  close = () => server.close()
})
afterAll(() => close())

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

it('turns away writes to a service that has too much waiting, at once and unread, and nothing else', async () => {
  busy.isOverloaded = true
  const away = await post('/api/parts', '{ this is not even read', {
    'x-correlation-id': 'mine',
    'accept-language': 'ko',
  })
  expect([away.status, away.headers.get('retry-after'), away.headers.get('x-correlation-id')]).toEqual([
    503,
    '1',
    'mine',
  ])
  expect(away.headers.get('content-type')).toBe('application/problem+json')
  expect(await away.json()).toMatchObject({ code: 'overloaded', status: 503, title: expect.stringMatching(/[가-힣]/) })
  expect((await fetch(`${url}/api/parts`)).status).toBe(200)
  expect((await post('/api/things', '{"name":"a"}')).status).toBe(201)
  expect(busy.runs).toHaveLength(0)

  busy.isOverloaded = false
  expect((await post('/api/parts', '{"name":"b"}')).status).toBe(201)
})

describe('the queue that a write would join', () => {
  const services = ['operations/parts', 'operations/things', 'parts/{id}', 'things', 'shared/{id}/a', 'shared/b/a'].map(
    path => ({ name: path, routes: routesOf(path), writer: new MemoryWriter() }),
  )
  const isOverloaded = overloadOf(services)
  /** The services whose overload turns the request away. */
  const turnedAwayBy = (url: string, method = 'POST') =>
    services
      .filter(({ writer }) => {
        for (const each of services) each.writer.isOverloaded = each.writer === writer
        return isOverloaded({ method, url } as IncomingMessage)
      })
      .map(({ name }) => name)

  it.each([
    ['/api/operations/parts', 'operations/parts'],
    ['/api/operations/things/dead-letters/replay?all', 'operations/things'],
    ['/api/operations/things?all', 'operations/things'],
    ['/api/parts/1/close', 'parts/{id}'],
    ['/api/parts', 'parts/{id}'],
    ['/api/things', 'things'],
    ['/api/shared/b/a', 'shared/b/a'],
    ['/api/shared/c/a', 'shared/{id}/a'],
  ])('of %s is that of %s', (url, name) => expect(turnedAwayBy(url)).toEqual([name]))

  it.each([
    '/api/operations',
    '/api/operations/',
    '/api/operations/others',
    '/api/operations?parts',
    '/api/shared/',

    '/api/shared',
    '/api',
    '/api/',
    '/things',
    '',
  ])('of %s is nobody’s', url => expect(turnedAwayBy(url)).toEqual([]))

  it.each(['GET', 'HEAD', 'OPTIONS'])('is not joined by a %s', method =>
    expect(turnedAwayBy('/api/things', method)).toEqual([]),
  )

  it('of an only service begins below its own paths', () => {
    const writer = new MemoryWriter()
    writer.isOverloaded = true
    const isOverloadedAlone = overloadOf([{ routes: routesOf('things'), writer }])
    const answers = ['/api/things', '/api/parts'].map(url =>
      isOverloadedAlone({ method: 'POST', url } as IncomingMessage),
    )
    expect(answers).toEqual([true, false])
  })
})
