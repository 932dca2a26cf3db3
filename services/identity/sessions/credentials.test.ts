import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { TokenVerifier } from '../../../platform/auth/tokens.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { systemClock, systemRandom } from '../../../platform/ports/ports.ts'
import { HASHES_AT_ONCE_MAX, HASHES_WAIT_MAX_MS, HASHES_WAITING_MAX, Passwords } from './password.ts'
import { signingKeyOf, TokenIssuer } from './token-issuer.ts'

const NOON = new Date('2026-11-01T12:00:00Z')
const later = (by_ms: number): Date => new Date(NOON.getTime() + by_ms)

describe('passwords', () => {
  const passwords = new Passwords({ random: systemRandom, clock: systemClock }, () => 0)

  it('are kept as argon2id with 19 MiB and two passes, each with a salt of its own', async () => {
    const [first, second] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(first).not.toBe(second)
    expect(await passwords.verify(first as string, 'correct horse')).toBe(true)
    expect(await passwords.verify(first as string, 'Correct horse')).toBe(false)
  })

  it('are the same however a keyboard composes them', async () => {
    const hashed = (await passwords.hash('비밀번호12'.normalize('NFD'))) as string
    expect(await passwords.verify(hashed, '비밀번호12'.normalize('NFC'))).toBe(true)
  })

  it('of nobody are never right', async () => {
    expect(await passwords.verifyDecoy('correct horse')).toBe(false)
  })

  it('are refused when too many wait, and work again afterwards', async () => {
    // With a clock that stands still they take no time.
    const passwords = new Passwords({ random: systemRandom, clock: { ...systemClock, now: () => NOON } }, () => 0)
    const over = 3
    const all = HASHES_AT_ONCE_MAX + HASHES_WAITING_MAX + over
    const hashed = (await passwords.hash('x')) as string
    const answers = await Promise.all(Array.from({ length: all }, () => passwords.verify(hashed, 'x')))
    expect(answers.filter(isRefusal)).toEqual(Array(over).fill({ refused: true, code: 'overloaded' }))
    expect(answers.filter(answer => answer === true)).toHaveLength(all - over)
    expect(await passwords.verify(hashed, 'x')).toBe(true)
  })
})

describe('hashes rest', () => {
  /** A second passes each time it is read. */
  function resting(busy: number) {
    const rests: { readonly rest_ms: number; readonly end: () => void }[] = []
    let seconds = 0
    const clock = {
      now: () => later((seconds += 1) * 1_000),
      after: (rest_ms: number, end: () => void) => {
        rests.push({ rest_ms, end })
        return { cancel: () => {} }
      },
    }
    return { rests, passwords: new Passwords({ random: systemRandom, clock }, () => busy) }
  }

  it.each([
    [0.5, 1_000],
    [0.6, 1_500],
    [1, 3_000],
  ])('beside a thread that is busy for %d of its time', async (busy, rest_ms) => {
    const { passwords, rests } = resting(busy)
    await passwords.hash('x')
    expect(rests).toMatchObject([{ rest_ms }])
  })

  it('and who would wait too long for them is refused at once', async () => {
    const { passwords } = resting(0)
    const taken_ms = 1_000
    await passwords.hash('x')
    const inTime = HASHES_AT_ONCE_MAX * (1 + HASHES_WAIT_MAX_MS / taken_ms)
    const requested = Array.from({ length: inTime + 2 }, () => passwords.hash('x'))
    const refused = { refused: true, code: 'overloaded' }
    expect(await Promise.all(requested.slice(inTime))).toEqual([refused, refused])
    expect((await Promise.all(requested.slice(0, inTime))).filter(isRefusal)).toEqual([])
  })

  it('no longer than that after a hash during which the machine slept', async () => {
    let calls = 0
    const rests: number[] = []
    const clock = {
      now: () => later((calls += 1) * 24 * 3_600_000),
      after: (rest_ms: number) => {
        rests.push(rest_ms)
        return { cancel: () => {} }
      },
    }
    await new Passwords({ random: systemRandom, clock }, () => 0.5).hash('x')
    expect(rests).toEqual([HASHES_WAIT_MAX_MS])
  })

  it('not beside one that is idle', async () => {
    const { passwords, rests } = resting(0)
    await passwords.hash('x')
    expect(rests).toEqual([])
  })

  it('and who waits begins behind the rest', async () => {
    const { passwords, rests } = resting(0.5)
    const begun = Array.from({ length: HASHES_AT_ONCE_MAX }, () => passwords.hash('x'))
    let done = false
    const next = passwords.hash('y').then(() => {
      done = true
    })
    await Promise.all(begun)
    expect([rests.length, done]).toEqual([HASHES_AT_ONCE_MAX, false])
    rests[0]?.end()
    await next
    expect(done).toBe(true)
  })
})

describe('access tokens', () => {
  const names = { issuer: 'madang', audience: 'madang-api' }
  const keys = [signingKeyOf(systemRandom.bytes(32)), signingKeyOf(systemRandom.bytes(32))]
  const issuer = new TokenIssuer(keys, names)
  const { token, expiresIn } = issuer.issue('mem_1', 'ses_1', ['customer', 'merchant'], NOON)

  it('are standard: another library verifies them against the published keys', async () => {
    const set = createLocalJWKSet(issuer.jwks as JSONWebKeySet)
    const { payload, protectedHeader } = await jwtVerify(token, set, { ...names, currentDate: NOON })
    expect(protectedHeader).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: keys[1]?.kid })
    expect(payload).toEqual({
      iss: 'madang',
      aud: 'madang-api',
      sub: 'mem_1',
      sid: 'ses_1',
      roles: ['customer', 'merchant'],
      typ: 'access',
      iat: NOON.getTime() / 1000,
      exp: NOON.getTime() / 1000 + expiresIn,
    })
  })

  it.each([
    ['now', names, 0, true],
    ['to the end of their ten minutes', names, 599_999, true],
    ['no longer', names, 600_000, false],
    ['not for another audience', { ...names, audience: 'other' }, 0, false],
    ['not of another issuer', { ...names, issuer: 'other' }, 0, false],
  ])('count %s', async (_, expected, by_ms, valid) => {
    const clock = { now: () => later(by_ms), after: () => ({ cancel() {} }) }
    const verifier = new TokenVerifier({ ...expected, clock, keys: async () => issuer.jwks })
    expect(await verifier.verify(token)).toMatchObject({ valid })
  })

  it('publish nothing private', () => {
    expect(Object.keys(issuer.jwks.keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  })
})
