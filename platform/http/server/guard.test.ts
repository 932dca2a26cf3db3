import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { edgeWith, fingerprintKey } from '../../../test/harness/http-edge.ts'
import { TokenVerifier } from '../../auth/tokens.ts'
import { ok, read, type Who } from '../routes/route.ts'
import type { Limits } from './edge.ts'
import { mountRoutes } from './mount.ts'
import { RateLimit } from './rate-limit.ts'

const routeFor = (who: Who, name: string, limit?: 'credentials') =>
  read({
    method: 'GET',
    path: `/api/${name}`,
    name,
    summary: name,
    who,
    replies: { 200: Type.Unknown() },
    read: ({ actor }) => ok(actor),
    ...(limit === undefined ? {} : { limit }),
  })

const routes = [
  routeFor('anyone', 'open'),
  routeFor('member', 'mine'),
  routeFor(['operator', 'hr'], 'staff'),
  routeFor('anyone', 'login', 'credentials'),
]

const edgeLimited = (limits: (...args: ConstructorParameters<typeof RateLimit>) => Limits, max: number) =>
  edgeWith(routes, undefined, clock => ({ limits: limits(clock, max, 60_000) }))

describe('a route for members', () => {
  it('knows the actor from the token, first verified and then recalled', async () => {
    const { server, as } = edgeWith(routes)
    const headers = as({ sub: 'usr_7', roles: ['merchant'], sid: 'ses_3' })
    for (let n = 0; n < 3; n += 1) {
      const answer = await server.inject({ url: '/api/mine', headers })
      expect(answer.json()).toEqual({ id: 'usr_7', roles: ['merchant'], session: 'ses_3' })
    }
  })

  it.each(['Bearer', 'bearer', 'BEARER '])('takes the scheme as %s', async scheme => {
    const { server, mint } = edgeWith(routes)
    const authorization = `${scheme} ${mint.issue()}`
    expect((await server.inject({ url: '/api/mine', headers: { authorization } })).statusCode).toBe(200)
  })

  it('asks for a token', async () => {
    const { server } = edgeWith(routes)
    const answer = await server.inject({ url: '/api/mine' })
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'unauthenticated'])
    expect(answer.headers['www-authenticate']).toBe('Bearer')
  })

  it.each(['Bearer ', 'Bearer x.y.z', 'Basic dXNlcjpwYXNz', `Bearer ${'a'.repeat(10_000)}`, 'Bearer 한글'])(
    'turns away %j',
    async authorization => {
      const { server, held } = edgeWith(routes)
      const answer = await server.inject({ url: '/api/mine', headers: { authorization } })
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'unauthenticated'])
      expect(held.errors).toEqual([])
    },
  )

  it('turns away an expired token, and one whose log-in ended', async () => {
    const { server, as, clock, tokens } = edgeWith(routes)
    const headers = as()
    const status = async () => (await server.inject({ url: '/api/mine', headers })).statusCode
    expect(await status()).toBe(200)
    tokens.revoke('ses_1', new Date(clock.now().getTime() + 600_000))
    const answer = await server.inject({ url: '/api/mine', headers })
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer error="invalid_token"'])
    clock.advance(600_000)
    expect(await status()).toBe(401)
  })

  it('says 503, not 401, while the keys cannot be fetched', async () => {
    const { server, writer, clock, mint } = edgeWith([])
    const keys = () => Promise.reject(new Error('down'))
    const tokens = new TokenVerifier({ issuer: mint.issuer, audience: mint.audience, keys, clock })
    mountRoutes(server, { name: 'sample' }, routes, { writer, tokens, fingerprintKey })
    const headers = { authorization: `Bearer ${mint.issue()}` }
    const answer = await server.inject({ url: '/api/mine', headers })
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1'])
  })

  it('refuses before it reads the body', async () => {
    const { server } = edgeWith(routes)
    const answer = await server.inject({ url: '/api/mine', method: 'GET', payload: 'x'.repeat(2_000_000) })
    expect(answer.statusCode).toBe(401)
  })
})

describe('a route for roles', () => {
  it.each([
    [['operator'], 200],
    [['customer', 'hr'], 200],
    [['customer'], 403],
    [['operators'], 403],
    [[], 403],
  ])('lets %j in: %d', async (roles, status) => {
    const { server, as } = edgeWith(routes)
    const answer = await server.inject({ url: '/api/staff', headers: as({ roles }) })
    expect(answer.statusCode).toBe(status)
  })

  it('asks for a token first', async () => {
    expect((await edgeWith(routes).server.inject({ url: '/api/staff' })).statusCode).toBe(401)
  })
})

describe('a route for anyone', () => {
  it('knows who asks when there is a good token, and does not mind a bad one', async () => {
    const { server, as } = edgeWith(routes)
    const actorWith = async (headers: Record<string, string>) =>
      (await server.inject({ url: '/api/open', headers })).json().id
    expect(await actorWith({})).toBe('anonymous')
    expect(await actorWith({ authorization: 'Bearer broken' })).toBe('anonymous')
    expect(await actorWith(as())).toBe('usr_1')
  })
})

describe('limits', () => {
  it('count a member, wherever the member calls from', async () => {
    const { server, as } = edgeLimited((...args) => ({ everywhere: new RateLimit(...args) }), 3)
    const headers = as()
    const other = as({ sub: 'usr_2' })
    const call = (remoteAddress: string, who = headers) =>
      server.inject({ url: '/api/mine', headers: who, remoteAddress })
    // The first call counts by address: its token was not known yet.
    const statuses = []
    for (const address of ['10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4']) {
      statuses.push((await call(address)).statusCode)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429])
    expect((await call('10.0.0.4', other)).statusCode).toBe(200)
  })

  it('count the anonymous and the refused by address, and say when to come back', async () => {
    const { server, clock } = edgeLimited((...args) => ({ everywhere: new RateLimit(...args) }), 2)
    const call = (remoteAddress: string) => server.inject({ url: '/api/mine', remoteAddress })
    expect((await call('10.0.0.1')).statusCode).toBe(401)
    expect((await call('10.0.0.1')).statusCode).toBe(401)
    const answer = await call('10.0.0.1')
    expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([429, 'rate_limited', '60'])
    expect((await call('10.0.0.2')).statusCode).toBe(401)
    clock.advance(60_000)
    expect((await call('10.0.0.1')).statusCode).toBe(401)
  })

  it('are stricter where credentials are tried, for all such routes together', async () => {
    const { server } = edgeLimited((...args) => ({ credentials: new RateLimit(...args) }), 2)
    const call = (url: string) => server.inject({ url, remoteAddress: '10.0.0.1' })
    expect((await call('/api/login')).statusCode).toBe(200)
    expect((await call('/api/login')).statusCode).toBe(200)
    expect((await call('/api/login')).statusCode).toBe(429)
    expect((await call('/api/open')).statusCode).toBe(200)
  })

  it('do not believe an address that a caller claims to have', async () => {
    const { server } = edgeLimited((...args) => ({ credentials: new RateLimit(...args) }), 1)
    const call = (claimed: string) =>
      server.inject({ url: '/api/login', remoteAddress: '10.0.0.1', headers: { 'x-forwarded-for': claimed } })
    expect((await call('1.1.1.1')).statusCode).toBe(200)
    expect((await call('2.2.2.2')).statusCode).toBe(429)
  })
})
