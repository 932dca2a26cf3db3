import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { Type } from 'typebox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok, read } from '../platform/http/routes/route.ts'
import { fingerprintKey, HeldLog, handPorts, MemoryWriter, TokenMint } from '../test/harness/http-edge.ts'
import { createGateway } from './server.ts'
import { gatewaySettings } from './settings.ts'

const routes = [
  read({
    method: 'GET',
    path: '/api/orders/{id}',
    name: 'getOrder',
    summary: 'One order',
    who: 'anyone',
    params: Type.Object({ id: Type.String() }),
    replies: { 200: Type.Object({ id: Type.String() }) },
    read: ({ params }) => ok(params),
  }),
]

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const SCRIPT = 'console.log("마당")'.repeat(50)
let folder: string
let server: Awaited<ReturnType<typeof createGateway>>

async function gatewayFor(env: Record<string, string>) {
  const ports = handPorts()
  return createGateway({
    services: [{ name: 'orders', routes, writer: new MemoryWriter() }],
    settings: gatewaySettings(env),
    tokens: new TokenMint(ports.clock).verifier(),
    ports,
    log: new HeldLog().log,
    fingerprintKey,
    checkReplies: true,
  })
}

function build(title = '마당'): void {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  const meta = '<meta property="csp-nonce" nonce="__NONCE__">'
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><title>${title}</title>${meta}<script src="/boot.js"></script>`,
  )
  writeFileSync(join(folder, 'boot.js'), 'boot()')
  writeFileSync(join(folder, 'mark.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(folder, '.fingerprint'), 'secret')
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), SCRIPT)
  writeFileSync(join(folder, 'assets', 'app-1a2b.js.br'), brotliCompressSync(SCRIPT))
  writeFileSync(join(folder, 'assets', 'app-1a2b.js.gz'), gzipSync(SCRIPT))
  writeFileSync(join(folder, 'assets', 'plain-3c.css'), 'a{}')
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'madang-web-'))
  server = await gatewayFor({ MADANG_WEB: folder })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  server.inject({ method, url, headers })
const nonceIn = (text: string) => /nonce="([^"]+)"/.exec(text)?.[1]

describe('the page of the web app', () => {
  beforeEach(() => build())

  it.each(['/', '/shop', '/shop/products/coffee-1.5', '/orders', '/orders/7?tab=trace', '/Wallet/', '/nothing.js'])(
    'is shown to a browser that opens %s',
    async url => {
      const page = await get(url, HTML)
      expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(page.payload).toContain('<title>마당</title>')
      expect(page.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-correlation-id': expect.any(String),
      })
    },
  )

  it('has a new nonce each time, which the policy names; nothing else may be inline', async () => {
    const pages = [await get('/shop', HTML), await get('/shop', HTML)]
    const nonces = pages.map(({ payload }) => nonceIn(payload))
    expect(new Set(nonces).size).toBe(2)
    for (const [nth, { headers, payload }] of pages.entries()) {
      expect(payload).not.toContain('__NONCE__')
      expect(headers['content-security-policy']).toBe(
        [
          "default-src 'self'",
          "script-src 'self'",
          `style-src 'self' 'nonce-${nonces[nth]}'`,
          "img-src 'self' data: blob:",
          "connect-src 'self'",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'",
        ].join('; '),
      )
      expect(Buffer.from(nonces[nth] ?? '', 'base64')).toHaveLength(16)
    }
  })

  it('is the first page for whoever asks', async () => {
    expect((await get('/', { accept: '*/*' })).payload).toContain('<title>마당</title>')
    const head = await get('/', HTML, 'HEAD')
    expect([head.statusCode, head.payload]).toEqual([200, ''])
    expect(Number(head.headers['content-length'])).toBeGreaterThan(100)
  })

  it.each([
    ['/api/nothing', HTML],
    ['/api', HTML],
    ['/assets/app-gone.js', HTML],
    ['/assets/app-gone.js', { accept: '*/*' }],
    ['/health/nothing', HTML],
    ['/docs/nothing', HTML],
    ['/nothing.js', { accept: '*/*' }],
    ['/shop', { accept: 'application/json' }],
    ['/shop', {}],
    ['/index.html', { accept: '*/*' }],
  ])('is no answer to %s with %j', async (url, headers) => {
    const answer = await get(url, headers as Record<string, string>)
    expect([answer.statusCode, answer.headers['content-type'], answer.json().code]).toEqual([
      404,
      'application/problem+json',
      'not_found',
    ])
  })

  it('is no answer to another method', async () => {
    for (const method of ['POST', 'DELETE'] as const) {
      expect((await server.inject({ method, url: '/shop', headers: HTML })).statusCode).toBe(404)
    }
  })

  it('leaves the API and the documents where they are', async () => {
    expect((await get('/api/orders/7', HTML)).json()).toEqual({ id: '7' })
    expect((await get('/orders/7')).json()).toEqual({ id: '7' })
    expect((await get('/health', HTML)).json()).toEqual({ state: 'up' })
    expect((await get('/docs', HTML)).statusCode).toBe(200)
    expect((await get('/problems', HTML)).statusCode).toBe(200)
  })

  it('is the new one once it was built anew', async () => {
    await get('/', HTML)
    build('새 마당')
    utimesSync(join(folder, 'index.html'), 1, 1)
    expect((await get('/', HTML)).payload).toContain('<title>새 마당</title>')
  })
})

describe('a file of the web app', () => {
  beforeEach(() => build())
  const asset = '/assets/app-1a2b.js'

  it.each([
    ['br', (bytes: Buffer) => brotliDecompressSync(bytes)],
    ['gzip', (bytes: Buffer) => gunzipSync(bytes)],
  ])('is sent as it was compressed beforehand: %s', async (encoding, decompress) => {
    const answer = await get(asset, { 'accept-encoding': encoding })
    expect(answer.headers).toMatchObject({
      'content-encoding': encoding,
      'content-type': expect.stringMatching(/^(text|application)\/javascript/),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: expect.stringMatching(/accept-encoding/i),
    })
    expect(decompress(answer.rawPayload).toString()).toBe(SCRIPT)
  })

  it.each([
    [asset, {}, SCRIPT],
    ['/assets/plain-3c.css', { 'accept-encoding': 'br, gzip' }, 'a{}'],
  ])('is sent as it is where there is no other form: %s with %j', async (url, headers, text) => {
    const answer = await get(url, headers as Record<string, string>)
    expect([answer.statusCode, answer.headers['content-encoding'], answer.payload]).toEqual([200, undefined, text])
  })

  it('is asked about anew unless its name has a hash', async () => {
    const first = await get('/boot.js')
    expect(first.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' })
    const again = await get('/boot.js', { 'if-none-match': String(first.headers.etag) })
    expect([again.statusCode, again.payload]).toEqual([304, ''])
    expect((await get('/mark.svg', HTML)).headers['content-type']).toBe('image/svg+xml')
    const head = await get(asset, {}, 'HEAD')
    expect([head.statusCode, head.payload, head.headers['content-length']]).toEqual([
      200,
      '',
      String(Buffer.byteLength(SCRIPT)),
    ])
  })

  it.each([
    '/.fingerprint',
    '/assets/../index.html',
    '/assets/..%2findex.html',
    '/%2e%2e/package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets',
    '/assets/',
    '//boot.js',
    '/assets//app-1a2b.js',
    '/assets%5capp-1a2b.js',
  ])('is none at %s', async url => expect((await get(url)).statusCode).toBe(404))
})

describe('without a build', () => {
  it.each([
    ['a folder that is empty', () => ({ MADANG_WEB: folder })],
    ['off', () => ({ MADANG_WEB: 'off' })],
  ])('/ leads to the documents: %s', async (_, env) => {
    await server.close()
    server = await gatewayFor(env())
    const answer = await get('/', HTML)
    expect([answer.statusCode, answer.headers.location]).toEqual([302, '/docs'])
    for (const url of ['/shop', '/orders', '/assets/app.js', '/boot.js'])
      expect([url, (await get(url, HTML)).statusCode]).toEqual([url, 404])
  })

  it('the app is there as soon as it is built', async () => {
    expect((await get('/shop', HTML)).statusCode).toBe(404)
    build()
    expect((await get('/shop', HTML)).statusCode).toBe(200)
  })
})
