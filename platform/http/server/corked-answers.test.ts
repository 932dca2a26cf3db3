import type { ServerResponse } from 'node:http'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { edgeWith } from '../../../test/harness/http-edge.ts'
import { ok, read, Shared } from '../routes/route.ts'
import { CorkedAnswers } from './corked-answers.ts'

const turnsEnd = () => new Promise(resolve => setImmediate(resolve))

/** What was ended, in order. */
function ended(count: number) {
  const texts: string[] = []
  const answers = new CorkedAnswers()
  const raw = { end: (text: string) => texts.push(text) } as unknown as ServerResponse
  for (let index = 0; index < count; index += 1) answers.end(raw, String(index))
  return texts
}

describe('answers of one turn', () => {
  it('go out at its end, in order', async () => {
    const texts = ended(3)
    expect(texts).toEqual([])
    await turnsEnd()
    expect(texts).toEqual(['0', '1', '2'])
  })

  it('do not wait for more than sixty-four', async () => {
    const texts = ended(130)
    expect(texts).toHaveLength(128)
    await turnsEnd()
    expect(texts).toHaveLength(130)
    expect(texts.at(-1)).toBe('129')
  })
})

describe('over HTTP', () => {
  const shared = new Shared({ name: '마당 é 😀', lines: ['a', '"'] })
  const routes = [
    read({
      method: 'GET',
      path: '/api/shared',
      name: 'getShared',
      summary: 'What many ask for',
      who: 'anyone',
      replies: { 200: Type.Unknown() },
      read: () => ok(shared),
    }),
    read({
      method: 'GET',
      path: '/api/odd',
      name: 'getOdd',
      summary: 'A head that HTTP does not allow',
      who: 'anyone',
      replies: { 200: null },
      read: () => ({ status: 200, body: 'a', headers: { 'content-type': 'text/plain', 'x-name': '마당' } }),
    }),
  ]

  it('a body that many share arrives as it is, whatever it is written in', async () => {
    const { server } = edgeWith(routes)
    const url = await server.listen({ host: '127.0.0.1', port: 0 })
    const answers = await Promise.all(Array.from({ length: 100 }, () => fetch(`${url}/api/shared`)))
    for (const answer of answers) {
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(answer.headers.get('content-length')).toBe(String(bytes.length))
      expect(JSON.parse(bytes.toString())).toEqual(shared.body)
    }
    await server.close()
  })

  it('a head that cannot be sent is a fault of that request alone', async () => {
    const { server, held } = edgeWith(routes)
    const [odd, good] = await Promise.all([server.inject('/api/odd'), server.inject('/api/shared')])
    expect(odd.statusCode).toBe(500)
    expect(good.json()).toEqual(shared.body)
    expect(held.errors).toHaveLength(1)
  })
})
