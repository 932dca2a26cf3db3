import { describe, expect, it } from 'vitest'
import { logInFailed, memberDeactivated, memberRegistered } from '../../../contracts/identity.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { Given, noSealer, resultOf } from '../../../test/harness/given.ts'
import { type Member, member, memberKey } from '../members/member.ts'
import { FAILURES_MAX, LOCK_MS, logInCommand } from './log-in.ts'
import { signingKeyOf, TokenIssuer } from './token-issuer.ts'
import { ADDRESSES_MAX, UnknownLogIns } from './unknown-log-ins.ts'

const NOON = new Date('2026-11-01T12:00:00Z')
const later = (by_ms: number): Date => new Date(NOON.getTime() + by_ms)
const givenThat = (...events: readonly NewMessage[]) => new Given([member], NOON).happened(...events)

const ID = 'mem_1'
const stream = memberKey(ID)
const issuer = new TokenIssuer([signingKeyOf(new Uint8Array(32))], { issuer: 'madang', audience: 'madang-api' })
const registration = memberRegistered.of(stream, {
  memberId: ID,
  roles: ['customer'],
  region: null,
  language: 'ko',
  emailIndex: 'idx',
  sealed: { email: 'v1.email', name: 'v1.name', passwordHash: 'v1.hash' },
})
const failed = (failures: number, lockedUntil: Date | null = null) =>
  logInFailed.of(stream, { memberId: ID, failures, lockedUntil: lockedUntil?.toISOString() ?? null })

const attempt = (right: boolean, against = 'v1.hash') =>
  logInCommand({
    memberId: ID,
    password: { right, against },
    tokens: { issuer, sessionId: 'ses_1', refreshToken: 'secret' },
    present: () => ({ id: ID }),
    sealer: noSealer,
  })

describe('a log-in', () => {
  it.each([
    ['with the right password begins a session', [registration], true, { status: 200, events: ['session-started'] }],
    [
      'with a wrong one is counted',
      [registration],
      false,
      { code: 'bad_credentials', status: 401, events: ['log-in-failed'] },
    ],
    [
      'of the deactivated is refused',
      [registration, memberDeactivated.of(stream, { memberId: ID })],
      true,
      { code: 'inactive', events: [] },
    ],
    [
      'of the deactivated with a wrong password tells no more than of anyone',
      [registration, memberDeactivated.of(stream, { memberId: ID })],
      false,
      { code: 'bad_credentials', status: 401, events: ['log-in-failed'] },
    ],
    ['of nobody is a wrong password', [], true, { code: 'bad_credentials', status: 401, events: [] }],
    ['while locked is refused', [registration, failed(5, later(1))], true, { code: 'locked', events: [] }],
    ['while locked counts nothing', [registration, failed(5, later(1))], false, { code: 'locked', events: [] }],
    [
      'once the lock is over succeeds',
      [registration, failed(5, later(0))],
      true,
      { status: 200, events: ['session-started'] },
    ],
  ] as const)('%s', (_, history, right, then) => {
    expect(resultOf(givenThat(...history).when(attempt(right)))).toEqual(then)
  })

  it('checked against a password that was changed meanwhile is wrong, and not counted', () => {
    const given = givenThat(registration)
    expect(resultOf(given.when(attempt(true, 'v1.older')))).toEqual({
      code: 'bad_credentials',
      status: 401,
      events: [],
    })
  })

  it('locks for two hours at the fifth wrong password in a row', () => {
    const given = givenThat(registration)
    for (let count = 1; count <= FAILURES_MAX; count++) given.when(attempt(false))
    const { failures, lockedUntil } = given.state<Member>(stream)
    expect({ failures, lockedUntil }).toEqual({ failures: 5, lockedUntil: later(LOCK_MS).toISOString() })
    expect(resultOf(given.at(later(LOCK_MS - 1)).when(attempt(true)))).toMatchObject({ code: 'locked' })
    given.at(later(LOCK_MS)).when(attempt(false))
    expect(given.state<Member>(stream)).toMatchObject({ failures: 1, lockedUntil: null })
  })

  it('that succeeds begins the count anew', () => {
    const given = givenThat(registration, failed(4))
    given.when(attempt(true))
    expect(given.state<Member>(stream)).toMatchObject({ failures: 0, lockedUntil: null })
  })

  it('answers with the user and a pair; only the hash of the refresh token is in the event', () => {
    const { decision, messages } = givenThat(registration).when(attempt(true))
    expect(decision).toMatchObject({ reply: { user: { id: ID }, refreshToken: 'secret', expiresIn: 600 } })
    expect(JSON.stringify(messages)).not.toContain('secret')
  })
})

describe('an address that nobody has', () => {
  const counter = (now: { at: Date }) => new UnknownLogIns({ now: () => now.at, after: () => ({ cancel() {} }) })

  it('locks and unlocks like an account', () => {
    const now = { at: later(0) }
    const unknown = counter(now)
    for (let count = 1; count <= FAILURES_MAX; count++) {
      expect(unknown.lockedUntil('idx')).toBeNull()
      unknown.count('idx')
    }
    expect(unknown.lockedUntil('idx')).toBe(later(LOCK_MS).toISOString())
    expect(unknown.lockedUntil('other')).toBeNull()
    now.at = later(LOCK_MS)
    expect(unknown.lockedUntil('idx')).toBeNull()
  })

  it('is forgotten first when there are too many', () => {
    const unknown = counter({ at: later(0) })
    for (let count = 0; count < FAILURES_MAX; count++) unknown.count('first')
    for (let other = 0; other < ADDRESSES_MAX; other++) unknown.count(`other ${other}`)
    expect(unknown.lockedUntil('first')).toBeNull()
  })
})
