import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { idempotencyOf, type Keyed } from './idempotency.ts'
import { keyedHash } from './keyed-hash.ts'

const input: Keyed = { owner: 'anonymous', method: 'POST', path: '/api/log-ins', body: { password: 'hunter2' } }
const key = Buffer.alloc(32, 1)
const of = (given: string, more: Partial<Keyed> = {}, under = key) =>
  idempotencyOf(given, { ...input, ...more }, keyedHash(under))

describe('a fingerprint', () => {
  it('is the same at every start', () => {
    expect(of('k')).toEqual({ key: 'vRIAKstk8UbGpmFiVEaS23', fingerprint: 'eUm2JOECoF8M4eYs-7uLgv' })
  })

  it('cannot be guessed without its key', () => {
    const plain = createHash('sha256')
      .update(`POST /api/log-ins\n${JSON.stringify(input.body)}`)
      .digest('base64url')
    const { fingerprint } = of('k') as { fingerprint: string }
    expect(plain.startsWith(fingerprint)).toBe(false)
    expect(of('k', {}, Buffer.alloc(32, 2))).not.toMatchObject({ fingerprint })
  })

  it.each([
    ['method', { method: 'PUT' }],
    ['path', { path: '/api/log-outs' }],
    ['body', { body: { password: 'hunter3' } }],
    ['lack of a body', { body: undefined }],
  ])('differs with the %s', (_, more) => {
    const { key: first, fingerprint } = of('k') as { key: string; fingerprint: string }
    expect(of('k', more)).toMatchObject({ key: first, fingerprint: expect.not.stringMatching(fingerprint) })
  })

  it('is scoped to the owner by the key', () => {
    const { key: first, fingerprint } = of('k') as { key: string; fingerprint: string }
    expect(of('k', { owner: 'usr_1' })).toMatchObject({ key: expect.not.stringMatching(first), fingerprint })
  })
})
