/**
 * Sessions as part of a member's state. They are in the member's stream, so that ending all of them and starting one
 * cannot miss each other.
 */
import { sessionRefreshed, sessionStarted, sessionsRevoked } from '../../../contracts/identity.ts'
import type { EventOf } from '../../../platform/kit/aggregate.ts'

export interface Session {
  /** SHA-256 of the one refresh token that may be used. */
  readonly refreshHash: string
  /** The one that it replaced, and when that was used; null at a log-in. */
  readonly previous: { readonly hash: string; readonly usedAt: string } | null
  readonly expiresAt: string
}

export type Sessions = Readonly<Record<string, Session>>

export const isOpen = (session: Session, now: Date): boolean => Date.parse(session.expiresAt) > now.getTime()

export const openSession = (sessions: Sessions, sessionId: string, now: Date): Session | null => {
  const session = sessions[sessionId]
  return session && isOpen(session, now) ? session : null
}

const without = (sessions: Sessions, ids: readonly string[]): Sessions =>
  Object.fromEntries(Object.entries(sessions).filter(([id]) => !ids.includes(id)))

export const sessionEvents = [sessionStarted, sessionRefreshed, sessionsRevoked] as const

export function evolveSessions(sessions: Sessions, event: EventOf<(typeof sessionEvents)[number]>): Sessions {
  if (event.type === sessionsRevoked.type) return without(sessions, event.data.sessions)
  const { sessionId, refreshHash, expiresAt } = event.data
  if (event.type === sessionStarted.type) {
    return { ...without(sessions, event.data.ended), [sessionId]: { refreshHash, previous: null, expiresAt } }
  }
  const used = sessions[sessionId]
  const previous = used ? { hash: used.refreshHash, usedAt: event.at.toISOString() } : null
  return { ...sessions, [sessionId]: { refreshHash, previous, expiresAt } }
}
