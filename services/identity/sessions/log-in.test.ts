import { describe, expect, it } from 'vitest'
import { memberDeactivated, memberRegistered } from '../../../contracts/identity.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { afterTry, type Gate, NO_TRIES, type Tries, waitOf } from '../../../platform/kit/throttle.ts'
import { Given, noSealer, resultOf } from '../../../test/harness/given.ts'
import { member, memberKey } from '../members/member.ts'
import { logInCommand, unknownLogInCommand } from './log-in.ts'
import { PASSWORD_TERMS, SOURCE_TERMS, throttle } from './throttle.ts'
import { signingKeyOf, TokenIssuer } from './token-issuer.ts'

const NOON = new Date('2026-11-01T12:00:00Z')
const later = (by_ms: number): Date => new Date(NOON.getTime() + by_ms)
const givenThat = (...events: readonly NewMessage[]) =>
  new Given([member, throttle.aggregate], NOON).happened(...events)

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
const account: Gate = { key: throttle.key('account/idx'), terms: PASSWORD_TERMS }
const source: Gate = { key: throttle.key('source/net'), terms: SOURCE_TERMS }
const device: Gate = { key: throttle.key('device/laptop'), terms: PASSWORD_TERMS }
const gates = [account, source]
/** Wrong passwords, one after another, the last one at noon. */
function failed(count: number, gate = account): NewMessage {
  let tries = NO_TRIES
  for (let n = 0; n < count; n += 1) tries = afterTry(tries, gate.terms, NOON)
  return { stream: gate.key, type: 'identity.tried', data: tries }
}

const attempt = (right: boolean, against = 'v1.hash', at = gates) =>
  logInCommand({
    memberId: ID,
    password: { right, against },
    gates: at,
    deviceToken: 'device',
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
      { code: 'bad_credentials', status: 401, events: ['log-in-failed', 'tried', 'tried'] },
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
      { code: 'bad_credentials', status: 401, events: ['log-in-failed', 'tried', 'tried'] },
    ],
    ['of nobody is a wrong password', [], true, { code: 'bad_credentials', status: 401, events: [] }],
    ['after too many wrong ones is refused', [registration, failed(5)], true, { code: 'too_many_tries', events: [] }],
    ['refused for that counts nothing', [registration, failed(5)], false, { code: 'too_many_tries', events: [] }],
    [
      'from a network of too many wrong ones is refused',
      [registration, failed(50, source)],
      true,
      { code: 'too_many_tries', events: [] },
    ],
    [
      'that succeeds begins the count of the account anew, not that of the network',
      [registration, failed(4), failed(4, source)],
      true,
      { status: 200, events: ['session-started', 'tried'] },
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

  it('waits longer each time: 30 seconds after the fifth wrong password, twice as long after each further one', () => {
    const given = givenThat(registration)
    const waits: number[] = []
    let at = 0
    for (let count = 1; count <= 14; count += 1) {
      given.at(later(at)).when(attempt(false))
      const wait_s = waitOf(given.state<Tries>(account.key), later(at))
      waits.push(wait_s)
      if (wait_s > 0)
        expect(resultOf(given.at(later(at + wait_s * 1_000 - 1)).when(attempt(true))).code).toBe('too_many_tries')
      at += wait_s * 1_000
    }
    expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600])
    expect(resultOf(given.at(later(at)).when(attempt(true)))).toMatchObject({ status: 200 })
  })

  it('says how long to wait', () => {
    const { decision } = givenThat(registration, failed(6)).at(later(10_500)).when(attempt(true))
    expect(decision).toMatchObject({ code: 'too_many_tries', details: { retryAfter: 50 } })
  })

  it('of a stranger is forgotten after a day', () => {
    const given = givenThat(registration, failed(4)).at(later(PASSWORD_TERMS.forget_ms))
    given.when(attempt(false))
    expect(given.state<Tries>(account.key)).toMatchObject({ count: 1, until: null })
  })

  it('on a known device is not kept out by strangers, and they gain nothing by it', () => {
    const given = givenThat(registration, failed(9), failed(60, source))
    expect(resultOf(given.when(attempt(true, 'v1.hash', [device])))).toMatchObject({ status: 200 })
    expect(resultOf(given.when(attempt(true)))).toMatchObject({ code: 'too_many_tries' })
  })

  it('on a known device that somebody else has is throttled as well', () => {
    const given = givenThat(registration, failed(5, device))
    expect(resultOf(given.when(attempt(true, 'v1.hash', [device])))).toMatchObject({ code: 'too_many_tries' })
  })

  it('answers with the user and a pair; only the hash of the refresh token is in the event', () => {
    const { decision, messages } = givenThat(registration).when(attempt(true))
    expect(decision).toMatchObject({ reply: { user: { id: ID }, refreshToken: 'secret', expiresIn: 600 } })
    expect(JSON.stringify(messages)).not.toContain('secret')
  })
})

describe('an address that nobody has', () => {
  it('is throttled like an account, and answered the same', () => {
    const given = givenThat()
    const tries = Array.from({ length: PASSWORD_TERMS.free + 1 }, () =>
      resultOf(given.when(unknownLogInCommand(gates))),
    )
    const wrong = { code: 'bad_credentials', status: 401, events: ['tried', 'tried'] }
    expect(tries).toEqual([...Array(PASSWORD_TERMS.free).fill(wrong), { code: 'too_many_tries', events: [] }])
  })
})
