/**
 * Logging in, as a rule: five wrong passwords in a row lock the account for two hours. Whether the password was right
 * is found out before (it is slow), against the hash that was stored then; the rule decides on the state as it is now.
 */
import { logInFailed } from '../../../contracts/identity.ts'
import { accept, type Command, type Decision } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import { emailKey, type Member, memberKey, onMember } from '../members/feature.ts'
import { recordAndRefuse } from './recorded-refusal.ts'
import { type NewTokens, startSession, tokenPair } from './session.ts'

export const FAILURES_MAX = 5
export const LOCK_MS = 2 * 60 * 60_000

export interface CheckedPassword {
  readonly right: boolean
  /** The sealed hash it was checked against. */
  readonly against: string
}

/** Wrong passwords in a row, and until when they lock. */
export type Failures = Pick<Member, 'failures' | 'lockedUntil'>

export const isLocked = ({ lockedUntil }: Pick<Failures, 'lockedUntil'>, now: Date): boolean =>
  lockedUntil !== null && Date.parse(lockedUntil) > now.getTime()

/** After one more. A lock that has ended starts the count anew. */
export function countFailure({ failures, lockedUntil }: Failures, now: Date): Failures {
  const counted = (lockedUntil === null ? failures : 0) + 1
  const until = counted >= FAILURES_MAX ? new Date(now.getTime() + LOCK_MS).toISOString() : null
  return { failures: counted, lockedUntil: until }
}

/** Who tries which password. */
export interface Attempt {
  readonly memberId: string
  readonly password: CheckedPassword
}

/** Null when the password is accepted; a wrong one is counted. Refusals: bad_credentials, locked, inactive. */
export function rejection({ memberId, password }: Attempt, member: Member, now: Date): Decision | null {
  const wrong = (...counted: NewMessage[]) => recordAndRefuse('bad_credentials', counted)
  if (!member.sealed) return wrong()
  if (isLocked(member, now)) return refuse('locked', { until: member.lockedUntil })
  // The password was changed meanwhile: what was checked says nothing any more.
  if (member.sealed.passwordHash !== password.against) return wrong()
  if (!password.right) {
    return wrong(logInFailed.of(memberKey(memberId), { memberId, ...countFailure(member, now) }))
  }
  return member.status === 'active' ? null : refuse('inactive')
}

export interface LogIn extends Attempt {
  readonly tokens: NewTokens
  /** The `user` of the answer. */
  readonly present: (member: Member) => unknown
  readonly sealer: Sealer
}

/** Refusals: bad_credentials, locked, inactive. */
export function logInCommand({ tokens, present, sealer, ...attempt }: LogIn): Command {
  const { memberId } = attempt
  return onMember('identity.log-in', memberId, sealer, (member, { now }) => {
    const rejected = rejection(attempt, member, now)
    if (rejected) return rejected
    const reply = { user: present(member), ...tokenPair(tokens, memberId, member.roles, now) }
    return accept(startSession(memberId, member.sessions, tokens, now), { reply })
  })
}

/** For an address that nobody has: as much work as for a wrong password, and the same answers; no secret in them. */
export const unknownLogInCommand = (emailIndex: string, lockedUntil: string | null): Command => ({
  type: 'identity.log-in',
  keys: [emailKey(emailIndex)],
  decide: () => (lockedUntil ? refuse('locked', { until: lockedUntil }) : recordAndRefuse('bad_credentials', [])),
})
