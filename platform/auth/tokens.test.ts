import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { HandClock, TokenMint } from '../../test/harness/http-edge.ts'
import { TokenVerifier } from './tokens.ts'

let clock: HandClock
let mint: TokenMint
let verifier: TokenVerifier

beforeEach(() => {
  clock = new HandClock()
  mint = new TokenMint(clock)
  verifier = mint.verifier()
})

const seconds = () => Math.floor(clock.now().getTime() / 1000)
const reasonOf = async (token: string) => {
  const verified = await verifier.verify(token)
  return verified.valid ? 'valid' : verified.reason
}

describe('a token', () => {
  it('names its actor', async () => {
    const token = mint.issue({ sub: 'usr_7', roles: ['customer', 'merchant'], sid: 'ses_9' })
    expect(await verifier.verify(token)).toEqual({
      valid: true,
      actor: { id: 'usr_7', roles: ['customer', 'merchant'], session: 'ses_9' },
      expires_ms: (seconds() + 600) * 1000,
      issued_ms: seconds() * 1000,
    })
  })

  it('is recalled without its keys, until it expires', async () => {
    const token = mint.issue()
    expect(verifier.recall(token)).toBeNull()
    await verifier.verify(token)
    expect(verifier.recall(token)?.id).toBe('usr_1')
    clock.advance(599_999)
    expect(verifier.recall(token)?.id).toBe('usr_1')
    clock.advance(1)
    expect(verifier.recall(token)).toBeNull()
    expect(await reasonOf(token)).toBe('expired')
  })

  it('may name several audiences, and need not say when it was issued', async () => {
    expect(await reasonOf(mint.issue({ aud: ['other', 'madang'], iat: undefined }))).toBe('valid')
  })

  it.each<[string, Record<string, unknown>]>([
    ['another issuer', { iss: 'https://elsewhere.test' }],
    ['another audience', { aud: 'other' }],
    ['no audience', { aud: undefined }],
    ['another type', { typ: 'refresh' }],
    ['no type', { typ: undefined }],
    ['no subject', { sub: '' }],
    ['a subject that is no text', { sub: 7 }],
    ['no session', { sid: undefined }],
    ['roles that are no list', { roles: 'operator' }],
    ['no end', { exp: undefined }],
    ['an end that is no number', { exp: '9999999999' }],
    ['an end beyond all time', { exp: 1e300 }],
    ['a beginning in the future', { nbf: 4_000_000_000 }],
  ])('with %s is not valid', async (_, claims) => {
    expect(await reasonOf(mint.issue(claims))).toBe('invalid')
  })

  it.each<[string, Record<string, unknown>]>([
    ['no algorithm', { alg: 'none' }],
    ['another algorithm', { alg: 'HS256' }],
    ['an unknown key', { kid: 'key-9' }],
    ['no key', { kid: undefined }],
    ['a critical extension', { crit: ['b64'] }],
  ])('whose header names %s is not valid', async (_, header) => {
    expect(await reasonOf(mint.issue({}, header))).toBe('invalid')
  })

  it('is not valid once any character of it was changed', async () => {
    const token = mint.issue()
    await verifier.verify(token)
    for (let index = 0; index < token.length; index += 1) {
      const changed = token[index] === 'A' ? 'B' : 'A'
      const tampered = token.slice(0, index) + changed + token.slice(index + 1)
      expect(verifier.recall(tampered)).toBeNull()
      expect((await verifier.verify(tampered)).valid, `character ${index}`).toBe(false)
    }
  })

  it('has one spelling only: unused bits of its last character are not free', async () => {
    const token = mint.issue()
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const other = token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)!) + 1]
    const signatureOf = (text: string) => Buffer.from(text.split('.')[2]!, 'base64url')
    expect(signatureOf(other).equals(signatureOf(token))).toBe(true)
    expect(await reasonOf(other)).toBe('invalid')
  })

  it('never makes the verifier throw, whatever it is', async () => {
    const pieces = fc.array(fc.oneof(fc.base64String(), fc.string(), fc.json()), { maxLength: 5 })
    const dotted = pieces.map(parts => parts.map(part => Buffer.from(part).toString('base64url')).join('.'))
    const garbage = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), dotted, fc.constant('a.'.repeat(5_000)))
    await fc.assert(
      fc.asyncProperty(garbage, async token => !(await verifier.verify(token)).valid),
      { numRuns: 500 },
    )
    await fc.assert(fc.asyncProperty(garbage, async token => verifier.recall(token) === null))
    for (const token of ['', '.', '..', 'x'.repeat(10_000), undefined as never, null as never, 7 as never]) {
      expect((await verifier.verify(token)).valid).toBe(false)
    }
  })
})

describe('a revocation', () => {
  it('ends one log-in, also for tokens already recalled', async () => {
    const [ended, other] = [mint.issue({ sid: 'ses_1' }), mint.issue({ sid: 'ses_2' })]
    await Promise.all([verifier.verify(ended), verifier.verify(other)])
    verifier.revoke('ses_1', new Date(clock.now().getTime() + 600_000))
    expect(verifier.recall(ended)).toBeNull()
    expect(await reasonOf(ended)).toBe('revoked')
    expect(verifier.recall(other)?.session).toBe('ses_2')
  })

  it('of a subject ends what was issued before, not what is issued after', async () => {
    const before = mint.issue()
    await verifier.verify(before)
    verifier.revokeSubject('usr_1', clock.now())
    expect(verifier.recall(before)).toBeNull()
    expect(await reasonOf(before)).toBe('revoked')
    clock.advance(1_000)
    expect(await reasonOf(mint.issue())).toBe('valid')
  })
})

describe('keys', () => {
  it('are fetched once for many tokens', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => verifier.verify(mint.issue({ sub: `usr_${n}` }))))
    expect(mint.fetches).toBe(1)
  })

  it('are fetched again for a new key id, but not for every made-up one', async () => {
    await verifier.verify(mint.issue())
    mint.addKey('key-2')
    clock.advance(1_000)
    expect(await reasonOf(mint.issue({}, { kid: 'key-2' }))).toBe('valid')
    for (let n = 0; n < 50; n += 1) await verifier.verify(mint.issue({}, { kid: `made-up-${n}` }))
    expect(mint.fetches).toBe(2)
  })

  it('that were withdrawn stop counting after a while', async () => {
    await verifier.verify(mint.issue())
    const later = mint.issue({ sub: 'usr_2', exp: seconds() + 3_600 })
    mint.addKey('key-2')
    mint.keys.delete('key-1')
    clock.advance(5 * 60_000)
    expect(await reasonOf(later)).toBe('invalid')
  })

  it('that cannot be fetched leave the question open', async () => {
    const keys = () => Promise.reject(new Error('down'))
    verifier = new TokenVerifier({ issuer: mint.issuer, audience: mint.audience, keys, clock })
    expect(await reasonOf(mint.issue())).toBe('unavailable')
  })
})

describe('claims', () => {
  it('are what the issuer may tell', async () => {
    expect(await verifier.claims(mint.issue({ roles: ['operator'] }))).toEqual({
      valid: true,
      userId: 'usr_1',
      roles: ['operator'],
      expiresAt: new Date((seconds() + 600) * 1000).toISOString(),
    })
    expect(await verifier.claims('')).toEqual({ valid: false })
  })
})
