/** Ending sessions of a member, for whatever reason. */
import { type SessionsRevoked, sessionsRevoked } from '../../../contracts/identity.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { memberKey } from './member.ts'
import { openSession, type Sessions } from './session.ts'

export const ACCESS_TOKEN_MS = 10 * 60_000

type RevocationReason = SessionsRevoked['reason']

/** No event when there is nothing to end. */
export function revoke(memberId: string, ids: readonly string[], reason: RevocationReason, now: Date): NewMessage[] {
  if (ids.length === 0) return []
  const until = new Date(now.getTime() + ACCESS_TOKEN_MS).toISOString()
  return [sessionsRevoked.of(memberKey(memberId), { memberId, sessions: [...ids], until, reason })]
}

/** Ends all open log-ins, or all but one. */
export function revokeAll(
  memberId: string,
  sessions: Sessions,
  reason: RevocationReason,
  now: Date,
  but?: string,
): NewMessage[] {
  const ids = Object.keys(sessions).filter(id => id !== but && openSession(sessions, id, now) !== null)
  return revoke(memberId, ids, reason, now)
}
