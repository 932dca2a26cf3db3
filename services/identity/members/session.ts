/**
 * Sessions as part of a member's state. They are in the member's stream, so that ending all of them and starting one
 * cannot miss each other.
 */
import {
  type SessionClient,
  type SessionRefreshed,
  sessionRefreshed,
  sessionStarted,
  sessionsRevoked,
} from '../../../contracts/identity.ts'
import type { EventOf } from '../../../platform/kit/aggregate.ts'

export interface Session {
  /** SHA-256 of the one refresh token that may be used. */
  readonly refreshHash: string
  /** The one that it replaced, and when that was used; null at a log-in. */
  readonly previous: { readonly hash: string; readonly usedAt: string } | null
  readonly expiresAt: string
  readonly startedAt: string
  readonly client: SessionClient
}

export type Sessions = Readonly<Record<string, Session>>

export const isOpen = (session: Session, now: Date): boolean => Date.parse(session.expiresAt) > now.getTime()

export const openSession = (sessions: Sessions, sessionId: string, now: Date): Session | null => {
  const session = sessions[sessionId]
  return session && isOpen(session, now) ? session : null
}

const UNKNOWN_CLIENT: SessionClient = { browser: null, system: null }

/** When it was used last, which is when its refresh token was exchanged last. */
export const usedAt = ({ previous, startedAt }: Session): string => previous?.usedAt ?? startedAt

const without = (sessions: Sessions, ids: readonly string[]): Sessions =>
  Object.fromEntries(Object.entries(sessions).filter(([id]) => !ids.includes(id)))

export const sessionEvents = [sessionStarted, sessionRefreshed, sessionsRevoked] as const

export function evolveSessions(sessions: Sessions, event: EventOf<(typeof sessionEvents)[number]>): Sessions {
  if (event.type === sessionsRevoked.type) return without(sessions, event.data.sessions)
  if (event.type === sessionRefreshed.type) return refreshed(sessions, event.data, event.at)
  const { sessionId, refreshHash, expiresAt, ended, client = UNKNOWN_CLIENT } = event.data
  const started: Session = { refreshHash, previous: null, expiresAt, startedAt: event.at.toISOString(), client }
  return { ...without(sessions, ended), [sessionId]: started }
}

/** A session that has ended meanwhile stays ended. */
function refreshed(sessions: Sessions, { sessionId, refreshHash, expiresAt }: SessionRefreshed, at: Date): Sessions {
  const used = sessions[sessionId]
  if (!used) return sessions
  const previous = { hash: used.refreshHash, usedAt: at.toISOString() }
  return { ...sessions, [sessionId]: { ...used, refreshHash, previous, expiresAt } }
}
