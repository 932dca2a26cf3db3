/**
 * Log-ins of a member. Each is a family of refresh tokens: every use replaces the token by the next; using one again
 * that was replaced means that somebody else has it, and ends the family. They are part of the member's stream, so
 * that ending all of them and starting one cannot miss each other.
 */
import { type SessionsRevoked, sessionRefreshed, sessionStarted, sessionsRevoked } from '../../contracts/identity.ts'
import type { FactOf, HeadKey } from '../../platform/kit/aggregate.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import type { Member } from './member.ts'

export const ACCESS_TOKEN_MS = 10 * 60_000
export const REFRESH_TOKEN_MS = 24 * 60 * 60_000
/** Log-ins of one member at a time; one more ends the one that was quiet for longest. */
export const SESSIONS_MAX = 100

export interface Session {
  /** SHA-256 of the one refresh token that may be used. */
  readonly refreshHash: string
  readonly expiresAt: string
}

export type Sessions = Readonly<Record<string, Session>>

/** The next refresh token of a log-in, as far as it is stored. */
export interface NextToken {
  readonly sessionId: string
  readonly refreshHash: string
}

type RevocationReason = SessionsRevoked['reason']

export const memberKey = (memberId: string): HeadKey<Member> => `member:${memberId}`

const later = (now: Date, by_ms: number): string => new Date(now.getTime() + by_ms).toISOString()

const isOpen = (session: Session, now: Date): boolean => Date.parse(session.expiresAt) > now.getTime()

export const openSession = (sessions: Sessions, sessionId: string, now: Date): Session | null => {
  const session = sessions[sessionId]
  return session && isOpen(session, now) ? session : null
}

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

/** No event when there is nothing to end. */
export function revoke(memberId: string, ids: readonly string[], reason: RevocationReason, now: Date): NewMessage[] {
  if (ids.length === 0) return []
  const until = later(now, ACCESS_TOKEN_MS)
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

const without = (sessions: Sessions, ids: readonly string[]): Sessions =>
  Object.fromEntries(Object.entries(sessions).filter(([id]) => !ids.includes(id)))

export const sessionEvents = [sessionStarted, sessionRefreshed, sessionsRevoked] as const

export function evolveSessions(sessions: Sessions, event: FactOf<(typeof sessionEvents)[number]>): Sessions {
  switch (event.type) {
    case sessionStarted.type: {
      const { sessionId, refreshHash, expiresAt, ended } = event.data
      return { ...without(sessions, ended), [sessionId]: { refreshHash, expiresAt } }
    }
    case sessionRefreshed.type: {
      const { sessionId, refreshHash, expiresAt } = event.data
      return { ...sessions, [sessionId]: { refreshHash, expiresAt } }
    }
    case sessionsRevoked.type:
      return without(sessions, event.data.sessions)
  }
}
