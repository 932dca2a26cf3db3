import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Type } from 'typebox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { edgeWith, type TestEdge } from '../../../test/harness/http-edge.ts'
import { jpeg, png } from '../../../test/harness/images.ts'
import { contentHash, FILE_BYTES_MAX } from '../../files/files.ts'
import { accept } from '../../kit/command.ts'
import { fileAnswer } from '../routes/file-answer.ts'
import { ok, read, write } from '../routes/route.ts'
import { upload } from '../routes/upload.ts'
import { UPLOADS_MAX } from './upload-body.ts'

const BYTES_MAX = 2_000
let made = 0
let release: (() => void) | null = null

const text = Buffer.from('계약서 초안')
const files = {
  picture: { type: 'image/png', sha256: contentHash(png(2, 1)), size: png(2, 1).length, bytes: png(2, 1) },
  note: { type: 'text/plain', sha256: contentHash(text), size: text.length, bytes: text },
} as const

const routes = [
  upload({
    method: 'PUT',
    path: '/api/things/{id}/picture',
    name: 'setPicture',
    summary: 'Takes a picture',
    who: 'member',
    params: Type.Object({ id: Type.String() }),
    query: Type.Object({ alt: Type.Optional(Type.String()) }),
    accepts: { types: ['image/png', 'image/jpeg'], bytes_max: BYTES_MAX },
    replies: { 200: Type.Unknown() },
    async write({ params: { id }, query: { alt = null }, body: { type, sha256, bytes } }) {
      made += 1
      if (id === 'slow') await new Promise<void>(resolve => (release = resolve))
      const reply = { id, alt, type, sha256, size: bytes.length }
      return { type: 'set', keys: [], decide: () => accept([], { reply }) }
    },
  }),
  write({
    method: 'POST',
    path: '/api/things',
    name: 'makeThing',
    summary: 'Takes JSON',
    who: 'member',
    body: Type.Object({}),
    replies: { 200: Type.Unknown() },
    write: () => ({ type: 'make', keys: [], decide: () => accept([], { reply: {} }) }),
  }),
  read({
    method: 'GET',
    path: '/api/files/{name}',
    name: 'getFile',
    summary: 'One of the files',
    who: 'anyone',
    params: Type.Object({ name: Type.Enum(['picture', 'note']) }),
    replies: { 200: Type.Unknown(), 304: null },
    read: input => {
      const name = input.params.name as keyof typeof files
      return fileAnswer(files[name], input, name === 'note' ? { name: '계약서 "초안".txt' } : { immutable: true })
    },
  }),
  read({
    method: 'GET',
    path: '/api/things',
    name: 'listThings',
    summary: 'Nothing',
    who: 'anyone',
    replies: { 200: Type.Unknown() },
    read: () => ok({}),
  }),
]

let edge: TestEdge
beforeEach(() => {
  edge = edgeWith(routes)
  made = 0
})
afterEach(() => edge.server.close())

async function send(payload: Buffer | undefined, headers: Record<string, string> = {}, path = '1/picture') {
  const url = `/api/things/${path}`
  const answer = await edge.server.inject({
    method: 'PUT',
    url,
    headers: { ...edge.as(), ...headers },
    ...(payload && { payload }),
  })
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
}

describe('an upload', () => {
  it('takes the bytes as they are, and says what they are', async () => {
    const { status, body } = await send(png(20, 10), { 'content-type': 'image/png' }, '1/picture?alt=a')
    expect([status, body]).toEqual([
      200,
      { id: '1', alt: 'a', type: 'image/png', sha256: contentHash(png(20, 10)), size: png(20, 10).length },
    ])
  })

  it.each(['image/png', 'application/json', 'text/html', 'json', '*/*', 'multipart/form-data; boundary=x'])(
    'believes the bytes and not the claim of %s',
    async type => {
      expect((await send(jpeg(1, 1), { 'content-type': type })).body).toMatchObject({ type: 'image/jpeg' })
    },
  )

  it('needs no claim', async () => {
    expect((await send(jpeg(1, 1))).body).toMatchObject({ type: 'image/jpeg' })
  })

  it.each([
    ['a text', Buffer.from('{"a":1}'), 415, 'file_type_not_accepted'],
    ['a page', Buffer.from('<svg onload="alert(1)"/>'), 415, 'file_type_not_accepted'],
    ['nothing', Buffer.alloc(0), 400, 'invalid_request'],
    ['no body', undefined, 400, 'invalid_request'],
    ['more than the route takes', Buffer.concat([png(1, 1), Buffer.alloc(BYTES_MAX)]), 413, 'body_too_large'],
  ])('refuses %s', async (_, payload, status, code) => {
    const answer = await send(payload, { 'content-type': 'image/png' })
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(made).toBe(0)
  })

  it('says which kinds and how much it takes', async () => {
    expect((await send(Buffer.from('x'))).body).toMatchObject({ types: ['image/png', 'image/jpeg'] })
    expect((await send(Buffer.alloc(BYTES_MAX + 1))).body).toMatchObject({ bytesMax: BYTES_MAX })
  })

  it('takes exactly as much as it says', async () => {
    const whole = Buffer.concat([png(1, 1), Buffer.alloc(BYTES_MAX - png(1, 1).length)])
    expect((await send(whole)).status).toBe(200)
  })

  it('asks for the token before it reads', async () => {
    expect((await send(png(1, 1), { authorization: '' })).status).toBe(401)
  })

  it('of more than fits in memory cannot be declared', () => {
    const accepts = { types: ['image/png'], bytes_max: FILE_BYTES_MAX + 1 } as const
    const route = { method: 'PUT', path: '/x', name: 'x', summary: 'x', who: 'member', replies: {}, accepts } as const
    expect(() => upload({ ...route, write: () => ({ type: 'x', keys: [], decide: () => accept([]) }) })).toThrow(
      'stored',
    )
  })
})

describe('an idempotency key', () => {
  const key = { 'idempotency-key': 'mine' }

  it('is of the file and of what the query says', async () => {
    const first = await send(png(3, 3), key)
    const again = await send(png(3, 3), key)
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([200, first.body, 'true'])
    expect((await send(png(4, 3), key)).body.code).toBe('idempotency_key_reused')
    expect((await send(png(3, 3), key, '1/picture?alt=b')).body.code).toBe('idempotency_key_reused')
    expect((await send(png(3, 3), key, '2/picture')).body.code).toBe('idempotency_key_reused')
    expect(made).toBe(1)
  })
})

describe('uploads at a time', () => {
  it('are limited, and one that ends makes room for another', async () => {
    edge.server.edge.uploads = UPLOADS_MAX - 1
    const slow = send(png(1, 1), {}, 'slow/picture')
    await expect.poll(() => release).not.toBeNull()
    const turnedAway = await send(png(1, 1))
    expect([turnedAway.status, turnedAway.body.code, turnedAway.headers['retry-after']]).toEqual([
      503,
      'overloaded',
      '1',
    ])
    release?.()
    expect((await slow).status).toBe(200)
    expect((await send(png(1, 1))).status).toBe(200)
    expect(edge.server.edge.uploads).toBe(UPLOADS_MAX - 1)
  })

  it('forget one whose connection breaks', async () => {
    await edge.server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = edge.server.server.address() as AddressInfo
    const headers = { ...edge.as(), 'content-length': '1000' }
    const outgoing = httpRequest({ port, host: '127.0.0.1', method: 'PUT', path: '/api/things/1/picture', headers })
    outgoing.on('error', () => {})
    outgoing.write(png(1, 1))
    await expect.poll(() => edge.server.edge.uploads).toBe(1)
    outgoing.destroy()
    await expect.poll(() => edge.server.edge.uploads).toBe(0)
    expect([made, edge.held.errors]).toEqual([0, []])
  })
})

it('a route of JSON takes no file', async () => {
  const headers = { ...edge.as(), 'content-type': 'image/png' }
  const answer = await edge.server.inject({ method: 'POST', url: '/api/things', headers, payload: png(1, 1) })
  expect([answer.statusCode, answer.json().code]).toEqual([415, 'unsupported_media_type'])
})

describe('a file as an answer', () => {
  const get = (name: string, headers = {}) => edge.server.inject({ method: 'GET', url: `/api/files/${name}`, headers })

  it('is the bytes, of the type they are, and nothing that runs', async () => {
    const { statusCode, rawPayload, headers } = await get('picture')
    expect([statusCode, rawPayload]).toEqual([200, png(2, 1)])
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(png(2, 1).length),
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      etag: `"${files.picture.sha256}"`,
    })
    expect(headers['content-security-policy']).toEqual([expect.stringContaining("default-src 'none'"), 'sandbox'])
  })

  it('that everybody may have is kept for ever, another by nobody', async () => {
    expect((await get('picture')).headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await get('note')).headers['cache-control']).toBe('private, no-store')
  })

  it('that is no image is saved, under its name in any language', async () => {
    const { headers } = await get('note')
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(headers['content-disposition']).toBe(
      `attachment; filename="___ ____.txt"; filename*=UTF-8''%EA%B3%84%EC%95%BD%EC%84%9C%20%22%EC%B4%88%EC%95%88%22.txt`,
    )
  })

  it.each([
    [`"${files.picture.sha256}"`, 304],
    [`"x", W/"${files.picture.sha256}"`, 304],
    ['*', 304],
    ['"x"', 200],
    ['', 200],
  ])('to who has %s is %i', async (tag, status) => {
    const answer = await get('picture', { 'if-none-match': tag })
    expect([answer.statusCode, answer.headers.etag]).toEqual([status, `"${files.picture.sha256}"`])
    expect(answer.rawPayload.length > 0).toBe(status === 200)
  })

  it('has a head without a body', async () => {
    const answer = await edge.server.inject({ method: 'HEAD', url: '/api/files/picture' })
    expect([answer.statusCode, answer.headers['content-length'], answer.rawPayload.length]).toEqual([
      200,
      String(png(2, 1).length),
      0,
    ])
  })
})
