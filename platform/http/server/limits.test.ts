import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { edgeWith } from '../../../test/harness/http-edge.ts'
import { ok, type Route, read, write } from '../routes/route.ts'

/** Answers when it is told to. */
function held(limit_ms?: number) {
  const begun = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const route: Route = read({
    method: 'GET',
    path: '/api/held',
    name: 'getHeld',
    summary: 'Answers when told to',
    who: 'anyone',
    replies: { 200: Type.Unknown() },
    async read() {
      begun.resolve()
      await release.promise
      return ok({ late: true })
    },
    ...(limit_ms === undefined ? {} : { limit_ms }),
  })
  return { route, begun: begun.promise, release: release.resolve }
}

describe('a route that takes too long', () => {
  it.each([
    [undefined, 10_000],
    [250, 300],
  ])('with a limit of %s ms is given up', async (limit_ms, given_up_ms) => {
    const { route, begun, release } = held(limit_ms)
    const { server, clock, held: log } = edgeWith([route])
    const pending = server.inject({ url: '/api/held' })
    await begun
    clock.advance(given_up_ms - 200)
    expect(server.edge.deadlines.running).toBe(1)
    clock.advance(200)
    const answer = await pending
    expect([answer.statusCode, answer.json().code]).toEqual([504, 'timed_out'])
    expect(server.edge.deadlines.running).toBe(0)
    release()
    await new Promise(resolve => setImmediate(resolve))
    expect(log.errors).toEqual([])
  })

  it('is still logged when it faults afterwards', async () => {
    const gate = Promise.withResolvers<never>()
    const begun = Promise.withResolvers<void>()
    const route = read({
      ...held().route,
      read: () => {
        begun.resolve()
        return gate.promise
      },
    })
    const { server, clock, held: log } = edgeWith([route])
    const pending = server.inject({ url: '/api/held' })
    await begun.promise
    clock.advance(10_100)
    expect((await pending).statusCode).toBe(504)
    gate.reject(new Error('too late'))
    await new Promise(resolve => setImmediate(resolve))
    expect(log.errors).toMatchObject([{ err: { message: 'too late' } }])
  })

  it('may take longer by what the caller would wait', async () => {
    const gate = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const { server, clock, as } = edgeWith([
      write({
        method: 'POST',
        path: '/api/slow',
        name: 'slow',
        summary: 'Slow',
        who: 'member',
        replies: { 200: Type.Unknown() },
        async write() {
          begun.resolve()
          await gate.promise
          return { type: 'slow', keys: [], decide: () => ({ messages: [], reply: {} }) }
        },
        wait: { stream: () => 'thing:1', until: () => true, present: async () => ({ done: true }) },
      }),
    ])
    const pending = server.inject({ method: 'POST', url: '/api/slow', headers: { ...as(), prefer: 'wait=30' } })
    await begun.promise
    clock.advance(39_000)
    gate.resolve()
    expect((await pending).json()).toEqual({ done: true })
  })
})

describe('a server that closes', () => {
  it.each([0, 50])(
    'lets what runs finish, if it does after %i ms, and waits for nobody to ask for more',
    async late_ms => {
      const { route, begun, release } = held()
      const { server } = edgeWith([route])
      await server.listen({ port: 0, host: '127.0.0.1' })
      const answer = fetch(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}/api/held`)
      await begun
      const closed = server.close()
      if (late_ms > 0) await new Promise(resolve => setTimeout(resolve, late_ms))
      release()
      expect((await answer).status).toBe(200)
      expect(server.edge.deadlines.running).toBe(0)
      await closed
    },
  )

  it('cuts off what does not finish in time', async () => {
    const { route, begun } = held(60_000)
    const { server, clock } = edgeWith([route])
    await server.listen({ port: 0, host: '127.0.0.1' })
    const answer = fetch(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}/api/held`)
    const failed = expect(answer).rejects.toThrow()
    await begun
    const closed = server.close()
    await new Promise(resolve => setTimeout(resolve, 50))
    clock.advance(10_000)
    await closed
    await failed
  })
})

describe('on a real socket', () => {
  it('bytes that are no HTTP are answered and the connection ends', async () => {
    const { server } = edgeWith([])
    await server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.server.address() as AddressInfo
    const text = await new Promise<string>(resolve => {
      let received = ''
      const socket = connect(port, '127.0.0.1', () => socket.write('nonsense\r\n\r\n'))
      socket.on('data', chunk => {
        received += chunk
      })
      socket.on('close', () => resolve(received))
    })
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(text).toContain('application/problem+json')
    await server.close()
  })

  it('one connection carries many requests, also across a refused body', async () => {
    const { server } = edgeWith([held().route])
    await server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.server.address() as AddressInfo
    const post = () =>
      new Promise<number>((resolve, reject) => {
        const sent = request({ port, host: '127.0.0.1', method: 'POST', path: '/api/held' }, response => {
          response.resume()
          response.on('end', () => resolve(response.statusCode!))
        })
        sent.on('error', reject)
        sent.end('x'.repeat(100_000))
      })
    expect(await Promise.all([post(), post(), post()])).toEqual([405, 405, 405])
    await server.close()
  })
})
