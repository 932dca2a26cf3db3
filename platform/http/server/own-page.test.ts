import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { edgeWith } from '../../../test/harness/http-edge.ts'
import { accept } from '../../kit/command.ts'
import { write } from '../routes/route.ts'
import { isOwnPage } from './own-page.ts'

const host = 'shop.test:3000'
const own = { 'x-madang-session': '1' }

describe('a page of this origin', () => {
  it.each([
    [{ ...own, 'sec-fetch-site': 'same-origin' }, true],
    [{ ...own, 'sec-fetch-site': 'same-origin', origin: 'https://proxy.test' }, true],
    [{ ...own, origin: 'http://shop.test:3000' }, true],
    [{ ...own, origin: 'https://SHOP.test:3000' }, true],
    [own, false],
    [{ 'sec-fetch-site': 'same-origin' }, false],
    [{ 'x-madang-session': '2', 'sec-fetch-site': 'same-origin' }, false],
    [{ ...own, 'sec-fetch-site': 'same-site' }, false],
    [{ ...own, 'sec-fetch-site': 'cross-site', origin: 'http://shop.test:3000' }, false],
    [{ ...own, 'sec-fetch-site': 'none' }, false],
    [{ ...own, origin: 'http://shop.test' }, false],
    [{ ...own, origin: 'http://evil.test:3000' }, false],
    [{ ...own, origin: 'null' }, false],
  ])('%j: %s', (headers, is) => expect(isOwnPage({ headers, host })).toBe(is))
})

describe('a route for pages of this origin', () => {
  const { server, writer } = edgeWith([
    write({
      method: 'POST',
      path: '/mine',
      name: 'mine',
      summary: 'Mine',
      who: 'anyone',
      ownPage: true,
      body: Type.Object({ name: Type.String() }),
      replies: { 200: Type.Object({ name: Type.String() }) },
      write: ({ body }) => ({ type: 'mine', keys: [], decide: () => accept([], { reply: { ...body, secret: 's' } }) }),
      respond: ({ name, secret }) => ({
        body: { name },
        headers: [
          ['set-cookie', `secret=${secret}`],
          ['set-cookie', 'other=1'],
        ],
      }),
    }),
  ])
  const ask = (headers: Record<string, string>) =>
    server.inject({ method: 'POST', url: '/mine', payload: { name: 'a' }, headers })

  it('answers others nothing, and does nothing for them', async () => {
    const answer = await ask({ 'accept-language': 'ko', ...own, 'sec-fetch-site': 'cross-site' })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'cross_site'])
    expect(answer.json().title).toMatch(/[가-힣]/)
    expect(writer.runs).toHaveLength(0)
  })

  it('sends what only a header may carry in headers, also when the answer is replayed', async () => {
    const page = { ...own, 'sec-fetch-site': 'same-origin', 'idempotency-key': 'again', cookie: 'a=1' }
    for (const replayed of [undefined, 'true']) {
      const answer = await ask(page)
      expect([answer.statusCode, answer.json()]).toEqual([200, { name: 'a' }])
      expect(answer.headers['set-cookie']).toEqual(['secret=s', 'other=1'])
      expect(answer.headers['idempotency-replayed']).toBe(replayed)
    }
  })

  it('replays nobody the answer to other cookies', async () => {
    const page = { ...own, 'sec-fetch-site': 'same-origin', 'idempotency-key': 'again', cookie: 'a=2' }
    expect((await ask(page)).headers['idempotency-replayed']).toBeUndefined()
  })
})
