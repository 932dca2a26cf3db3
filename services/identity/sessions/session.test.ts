import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberRegistered } from '../../../contracts/identity.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { Given, noSealer, resultOf } from '../../../test/harness/given.ts'
import { ACCESS_TOKEN_MS } from '../members/commands.ts'
import { type Member, member, memberKey } from '../members/member.ts'
import { logInCommand } from './log-in.ts'
import {
  hashRefreshToken,
  logOutCommand,
  REFRESH_AGAIN_MS,
  REFRESH_TOKEN_MS,
  refreshCommand,
  SESSIONS_MAX,
} from './session.ts'
import { signingKeyOf, TokenIssuer } from './token-issuer.ts'

const NOON = new Date('2026-11-01T12:00:00Z')
const later = (by_ms: number): Date => new Date(NOON.getTime() + by_ms)

const ID = 'mem_1'
const stream = memberKey(ID)
const issuer = new TokenIssuer([signingKeyOf(new Uint8Array(32))], { issuer: 'madang', audience: 'madang-api' })
const registered = () =>
  new Given([member], NOON).happened(
    memberRegistered.of(stream, {
      memberId: ID,
      roles: ['customer'],
      region: null,
      language: 'ko',
      emailIndex: 'idx',
      sealed: { email: 'v1.email', name: 'v1.name', passwordHash: 'v1.hash' },
    }),
  )

const logIn = (sessionId: string, refreshToken: string) =>
  logInCommand({
    memberId: ID,
    password: { right: true, against: 'v1.hash' },
    gates: [],
    deviceToken: 'device',
    tokens: { issuer, sessionId, refreshToken },
    present: () => ({}),
    sealer: noSealer,
  })
const refresh = (sessionId: string, presented: string, next: string) =>
  refreshCommand({
    memberId: ID,
    hash: hashRefreshToken(presented),
    tokens: { issuer, sessionId, refreshToken: next },
    sealer: noSealer,
  })

/** Runs commands one after another, as the writer does with a batch. */
function run(given: Given, ...commands: readonly [Command, Date?][]) {
  const outcomes = commands.map(([command, at = NOON]) => resultOf(given.at(at).when(command)))
  return { outcomes, sessions: given.state<Member>(stream).sessions }
}

const loggedIn = () => {
  const given = registered()
  given.when(logIn('ses_1', 'first'))
  return given
}
const REFRESHED = { status: 200, events: ['session-refreshed'] }
const AGAIN = { status: 200, events: [] }
const REUSED = { code: 'invalid_refresh_token', status: 401, events: ['sessions-revoked'] }
const REFUSED = { code: 'invalid_refresh_token', events: [] }

describe('a refresh token', () => {
  it.each([
    ['works once', [['first', 'second']], [REFRESHED]],
    [
      'is followed by the next',
      [
        ['first', 'second'],
        ['second', 'third'],
      ],
      [REFRESHED, REFRESHED],
    ],
    [
      'used twice at once gives both the same',
      [
        ['first', 'second'],
        ['first', 'second'],
      ],
      [REFRESHED, AGAIN],
    ],
    [
      'used twice at once goes on with what both got',
      [
        ['first', 'second'],
        ['first', 'second'],
        ['second', 'third'],
      ],
      [REFRESHED, AGAIN, REFRESHED],
    ],
    [
      'used again after its successor was used ends the log-in',
      [
        ['first', 'second'],
        ['second', 'third'],
        ['first', 'second'],
        ['third', 'fourth'],
      ],
      [REFRESHED, REFRESHED, REUSED, REFUSED],
    ],
  ])('%s', (_, uses, then) => {
    const commands = uses.map(([presented = '', next = '']): [Command] => [refresh('ses_1', presented, next)])
    expect(run(loggedIn(), ...commands).outcomes).toEqual(then)
  })

  it.each([
    ['for 30 seconds', REFRESH_AGAIN_MS - 1, [REFRESHED, AGAIN, REFRESHED]],
    ['no longer', REFRESH_AGAIN_MS, [REFRESHED, REUSED, REFUSED]],
  ])('that was used gives the same one again %s', (_, by_ms, then) => {
    const { outcomes } = run(
      loggedIn(),
      [refresh('ses_1', 'first', 'second')],
      [refresh('ses_1', 'first', 'second'), later(by_ms)],
      [refresh('ses_1', 'second', 'third'), later(by_ms)],
    )
    expect(outcomes).toEqual(then)
  })

  it('that was used gives the very same one, with an access token of now', () => {
    const given = loggedIn()
    given.when(refresh('ses_1', 'first', 'second'))
    const { decision } = given.at(later(20_000)).when(refresh('ses_1', 'first', 'second'))
    expect(decision).toMatchObject({ reply: { refreshToken: 'second', expiresIn: 600 }, messages: [] })
  })

  it.each([
    ['a moment before it runs out', REFRESH_TOKEN_MS - 1, REFRESHED],
    ['when it has run out', REFRESH_TOKEN_MS, REFUSED],
  ])('%s', (_, by_ms, then) => {
    expect(run(loggedIn(), [refresh('ses_1', 'first', 'second'), later(by_ms)]).outcomes).toEqual([then])
  })

  it('lives 24 hours from its own making, not from the log-in', () => {
    const day_ms = REFRESH_TOKEN_MS - 1
    const { outcomes } = run(
      loggedIn(),
      [refresh('ses_1', 'first', 'second'), later(day_ms)],
      [refresh('ses_1', 'second', 'third'), later(2 * day_ms)],
    )
    expect(outcomes).toEqual([REFRESHED, REFRESHED])
  })

  it('that was replaced ends only its own log-in', () => {
    const { sessions } = run(
      loggedIn(),
      [logIn('ses_2', 'other')],
      [refresh('ses_1', 'first', 'second')],
      [refresh('ses_1', 'first', 'second'), later(REFRESH_AGAIN_MS)],
    )
    expect(Object.keys(sessions)).toEqual(['ses_2'])
  })

  it('revocation says until when access tokens of the log-in could be about', () => {
    const { messages } = loggedIn().when(logOutCommand(ID, 'ses_1'))
    expect(messages[0]?.data).toEqual({
      memberId: ID,
      sessions: ['ses_1'],
      until: later(ACCESS_TOKEN_MS).toISOString(),
      reason: 'logged_out',
    })
  })
})

describe('logging out', () => {
  it('ends the log-in; again changes nothing', () => {
    const { outcomes } = run(
      loggedIn(),
      [logOutCommand(ID, 'ses_1')],
      [logOutCommand(ID, 'ses_1')],
      [refresh('ses_1', 'first', 'second')],
    )
    expect(outcomes).toEqual([{ status: 204, events: ['sessions-revoked'] }, { status: 204, events: [] }, REFUSED])
  })
})

describe('log-ins', () => {
  it('that ran out leave at the next one', () => {
    const { sessions } = run(loggedIn(), [logIn('ses_2', 'other'), later(REFRESH_TOKEN_MS)])
    expect(Object.keys(sessions)).toEqual(['ses_2'])
  })

  it('are bounded: one more ends the quietest', () => {
    const given = registered()
    for (let count = 0; count < SESSIONS_MAX; count++) {
      given.at(later(count)).when(logIn(`ses_${count}`, `token ${count}`))
    }
    given.at(later(SESSIONS_MAX)).when(refresh('ses_0', 'token 0', 'next'))
    const { outcomes, sessions } = run(given, [logIn('ses_more', 'more'), later(SESSIONS_MAX + 1)])
    expect(outcomes).toEqual([{ status: 200, events: ['sessions-revoked', 'session-started'] }])
    expect(Object.keys(sessions)).toHaveLength(SESSIONS_MAX)
    expect(sessions).toHaveProperty('ses_0')
    expect(sessions).not.toHaveProperty('ses_1')
  })

  it('never accept a token twice but its last one at once, whatever is tried in whatever order', () => {
    const use = fc.record({ session: fc.nat(2), token: fc.nat(12) })
    fc.assert(
      fc.property(fc.array(use, { maxLength: 40 }), uses => {
        const given = registered()
        for (const n of [0, 1, 2]) given.when(logIn(`ses_${n}`, `${n}.0`))
        const accepted = new Set<string>()
        const ended = new Set<number>()
        const last = new Map<number, string>()
        for (const { session, token } of uses) {
          const presented = `${session}.${token}`
          const result = run(given, [refresh(`ses_${session}`, presented, `${session}.${token + 1}`)])
          const [outcome] = result.outcomes
          if (outcome?.status === 200) {
            if (last.get(session) !== presented) expect(accepted.has(presented)).toBe(false)
            expect(ended.has(session)).toBe(false)
            accepted.add(presented)
            last.set(session, presented)
          } else {
            ended.add(session)
            expect(result.sessions).not.toHaveProperty(`ses_${session}`)
          }
        }
      }),
    )
  })
})
