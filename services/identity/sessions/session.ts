/**
 * The rules of sessions. Each is a family of refresh tokens: every use replaces the token by the next; using one again
 * that was replaced means that somebody else has it, and ends the family.
 */
import { sessionRefreshed, sessionStarted } from '../../../contracts/identity.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { isOpen, memberKey, openSession, revoke, type Sessions } from '../members/feature.ts'

export const REFRESH_TOKEN_MS = 24 * 60 * 60_000
/** Sessions of one member at a time; one more ends the one that was quiet for longest. */
export const SESSIONS_MAX = 100

/** The next refresh token of a log-in, as far as it is stored. */
export interface NextToken {
  readonly sessionId: string
  readonly refreshHash: string
}

const later = (now: Date, by_ms: number): string => new Date(now.getTime() + by_ms).toISOString()

export function startSession(memberId: string, sessions: Sessions, token: NextToken, now: Date): NewMessage[] {
  const entries = Object.entries(sessions)
  const ended = entries.filter(([, session]) => !isOpen(session, now)).map(([id]) => id)
  const open = entries.filter(([, session]) => isOpen(session, now))
  const quietest = open.sort(([, a], [, b]) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt)).map(([id]) => id)
  const expiresAt = later(now, REFRESH_TOKEN_MS)
  return [
    ...revoke(memberId, quietest.slice(0, Math.max(0, open.length + 1 - SESSIONS_MAX)), 'too_many', now),
    sessionStarted.of(memberKey(memberId), { memberId, ...token, expiresAt, ended }),
  ]
}

export type Refreshing = 'not_valid' | 'reused' | readonly NewMessage[]

/** `hash` is of the token that was presented; it is known to have belonged to this log-in. */
export function refreshSession(
  memberId: string,
  sessions: Sessions,
  { hash, next }: { readonly hash: string; readonly next: NextToken },
  now: Date,
): Refreshing {
  const session = openSession(sessions, next.sessionId, now)
  if (!session) return 'not_valid'
  if (session.refreshHash !== hash) return 'reused'
  const expiresAt = later(now, REFRESH_TOKEN_MS)
  return [sessionRefreshed.of(memberKey(memberId), { memberId, ...next, expiresAt })]
}
