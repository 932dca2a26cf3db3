/**
 * Logging in, as a rule. Whether the password was right is found out before (it is slow), against the hash that was stored
 * then; the rule decides on the state as it is now. Wrong passwords are throttled, see `throttle.ts`.
 */
import { logInFailed } from '../../../contracts/identity.ts'
import { accept, type Command, type Decision, type States } from '../../../platform/kit/command.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { Gate } from '../../../platform/kit/throttle.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import { type Member, memberKey } from '../members/feature.ts'
import { recordAndRefuse } from './recorded-refusal.ts'
import { type NewTokens, startSession, tokenPair } from './session.ts'
import { forgivenBy, throttle, tooManyTries } from './throttle.ts'

export interface CheckedPassword {
  readonly right: boolean
  /** The sealed hash it was checked against. */
  readonly against: string
}

/** Who tries which password, and what it counts for. */
export interface Attempt {
  readonly memberId: string
  readonly password: CheckedPassword
  readonly gates: readonly Gate[]
}

/** The heads that an attempt is decided on. */
export const attemptKeys = ({ memberId, gates }: Attempt): string[] => [
  memberKey(memberId),
  ...gates.map(({ key }) => key),
]

/** Null when the password is accepted; a wrong one is counted. Refusals: bad_credentials, too_many_tries, inactive. */
export function rejection(attempt: Attempt, states: States, now: Date): Decision | null {
  const { memberId, password, gates } = attempt
  const member = states.of<Member>(memberKey(memberId))
  const throttled = tooManyTries(throttle.wait_s(gates, states, now))
  if (throttled) return throttled
  // The password was changed meanwhile: what was checked says nothing any more.
  if (member.sealed?.passwordHash !== password.against) return recordAndRefuse('bad_credentials', [])
  if (!password.right) return wrong(attempt, states, now)
  return member.status === 'active' ? null : refuse('inactive')
}

function wrong({ memberId, gates }: Attempt, states: States, now: Date): Decision {
  const tried = throttle.tried(gates, states, now)
  const { count: failures = 1, until: lockedUntil = null } = tried[0]?.data ?? {}
  const failed = logInFailed.of(memberKey(memberId), { memberId, failures, lockedUntil })
  return recordAndRefuse('bad_credentials', [failed, ...tried])
}

export interface LogIn extends Attempt {
  readonly tokens: NewTokens
  readonly deviceToken: string
  /** The `user` of the answer. */
  readonly present: (member: Member) => unknown
  readonly sealer: Sealer
}

/** Refusals: bad_credentials, too_many_tries, inactive. */
export function logInCommand({ tokens, deviceToken, present, sealer, ...attempt }: LogIn): Command {
  const { memberId, gates } = attempt
  return {
    type: 'identity.log-in',
    keys: attemptKeys(attempt),
    sealed: sealer,
    decide(states, { now }) {
      const rejected = rejection(attempt, states, now)
      if (rejected) return rejected
      const member = states.of<Member>(memberKey(memberId))
      const reply = { user: present(member), ...tokenPair(tokens, memberId, member.roles, now), deviceToken }
      const forgiven = throttle.forgiven(forgivenBy(gates), states)
      return accept([...startSession(memberId, member.sessions, tokens, now), ...forgiven], { reply })
    },
  }
}

/** For an address that nobody has: as much work as for a wrong password, and the same answers; no secret in them. */
export const unknownLogInCommand = (gates: readonly Gate[]): Command => ({
  type: 'identity.log-in',
  keys: gates.map(({ key }) => key),
  decide: (states, { now }) =>
    tooManyTries(throttle.wait_s(gates, states, now)) ??
    recordAndRefuse('bad_credentials', throttle.tried(gates, states, now)),
})
