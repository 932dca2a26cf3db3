import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { addProblemPages } from '../gateway/problems.ts'
import { services } from '../main/services.ts'
import { Cors } from '../platform/http/server/cors.ts'
import { createHttpServer } from '../platform/http/server/server.ts'
import { commonRefusals } from '../platform/kit/refusal.ts'
import { HeldLog, handPorts } from './harness/http-edge.ts'

const offered = services.map(({ refusals }) => ({ refusals, routes: [] }))

function pages(documented: Parameters<typeof addProblemPages>[1] = offered) {
  const server = createHttpServer({
    ports: handPorts(),
    log: new HeldLog().log,
    cors: new Cors({ origins: [], localhost: false }),
  })
  addProblemPages(server, documented)
  return (code: string, language = 'en') =>
    server.inject({ url: `/problems${code}`, headers: { 'accept-language': language } })
}

const everyCode = Object.keys(Object.assign({}, commonRefusals, ...services.map(({ refusals = {} }) => refusals)))

test('every code of every catalogue has a page in both languages, in the words of its refusal', async () => {
  const get = pages()
  expect(everyCode.length).toBeGreaterThan(100)
  for (const { refusals = {} } of [{ refusals: commonRefusals }, ...services]) {
    for (const [code, text] of Object.entries(refusals)) {
      for (const language of ['ko', 'en'] as const) {
        const { statusCode, headers, payload } = await get(`/${code}`, language)
        expect([code, statusCode, headers['content-language']]).toEqual([code, 200, language])
        expect(payload).toContain(`<html lang="${language}">`)
        expect(payload).toContain(text[language].replaceAll('&', '&amp;'))
        expect(payload).toContain(`HTTP ${text.status}`)
        expect(payload).toContain(`<code>${code}</code>`)
      }
    }
  }
})

test('a page is small, may be kept, and runs and loads nothing', async () => {
  const { headers, payload } = await pages()('/order_unknown')
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(headers).toMatchObject({
    vary: 'accept-language',
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-correlation-id': expect.any(String),
  })
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(payload) ?? []
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  expect(payload).not.toContain('<script')
  expect(payload.length).toBeLessThan(4_000)
})

test('a page names the operations that give the problem, and shows texts as texts', async () => {
  const refusals = { odd: { status: 409, ko: '<b>이상해요</b>', en: 'A & <b>B</b>' } }
  const route = {
    method: 'POST',
    path: '/api/things',
    name: 'makeThing',
    summary: '',
    who: 'anyone',
    replies: {},
  } as const
  const routes = [{ ...route, refusals: ['odd'], read: () => ({ status: 200 }) }]
  const { payload } = await pages([{ refusals, routes }])('/odd')
  expect(payload).toContain('A &amp; &lt;b&gt;B&lt;/b&gt;')
  expect(payload).toContain('<li><code>POST /api/things</code></li>')
})

test.each(['/nothing', '/__proto__', '/constructor', '/order_unknown/more', '/%3Cscript%3E'])(
  'of %s there is no page',
  async path => {
    const answer = await pages()(path)
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
    expect(answer.payload).not.toContain('script>')
  },
)

test('all of them are listed', async () => {
  const { statusCode, payload } = await pages()('', 'ko')
  expect(statusCode).toBe(200)
  for (const code of everyCode) expect(payload).toContain(`href="/problems/${code}"`)
})
