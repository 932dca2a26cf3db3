/**
 * Logging in, as a rule: five wrong passwords in a row lock the account for two hours. Whether the password was right
 * is found out before (it is slow), against the hash that was stored then; the rule decides on the state as it is now.
 */
import { logInFailed } from '../../../contracts/identity.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { type Member, memberKey } from '../members/feature.ts'
import { type NextToken, startSession } from './session.ts'

export const FAILURES_MAX = 5
export const LOCK_MS = 2 * 60 * 60_000

export interface CheckedPassword {
  readonly right: boolean
  /** The sealed hash it was checked against. */
  readonly against: string
}

/** `wrong` goes with the event that counts it, if it counts. */
export type Checking =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly messages: readonly NewMessage[] }
  | { readonly kind: 'locked'; readonly until: string }
  | { readonly kind: 'inactive' }

export const isLocked = (lockedUntil: string | null, now: Date): boolean =>
  lockedUntil !== null && Date.parse(lockedUntil) > now.getTime()

/** Failures in a row after one more, and until when they lock. A lock that is over starts the count anew. */
export function countFailure(failures: number, lockedUntil: string | null, now: Date) {
  const counted = (lockedUntil === null ? failures : 0) + 1
  const until = counted >= FAILURES_MAX ? new Date(now.getTime() + LOCK_MS).toISOString() : null
  return { failures: counted, lockedUntil: until }
}

export function checkPassword(memberId: string, member: Member, password: CheckedPassword, now: Date): Checking {
  if (!member.sealed) return { kind: 'wrong', messages: [] }
  if (isLocked(member.lockedUntil, now)) return { kind: 'locked', until: member.lockedUntil ?? '' }
  // The password was changed meanwhile: what was checked says nothing any more.
  if (member.sealed.passwordHash !== password.against) return { kind: 'wrong', messages: [] }
  if (!password.right) {
    const counted = countFailure(member.failures, member.lockedUntil, now)
    return { kind: 'wrong', messages: [logInFailed.of(memberKey(memberId), { memberId, ...counted })] }
  }
  return member.status === 'active' ? { kind: 'right' } : { kind: 'inactive' }
}

export function logIn(
  memberId: string,
  member: Member,
  { password, token }: { readonly password: CheckedPassword; readonly token: NextToken },
  now: Date,
): Exclude<Checking, { kind: 'right' }> | { readonly kind: 'right'; readonly messages: readonly NewMessage[] } {
  const checked = checkPassword(memberId, member, password, now)
  if (checked.kind !== 'right') return checked
  return { kind: 'right', messages: startSession(memberId, member.sessions, token, now) }
}
