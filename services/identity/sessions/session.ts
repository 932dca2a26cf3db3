/**
 * The rules of sessions. Each is a family of refresh tokens: every use replaces the token by the next. Two tabs of one
 * client may use the same token at once, and an answer may get lost: so for a moment, while nobody has used the next one, the
 * token that it replaced gets that same next one again. Later, or once the next one was used, it means that somebody else
 * has it, and ends the family. The client has the token, we its SHA-256.
 * Answers that hold tokens are stored under the member's key.
 */
import { hash as digest } from 'node:crypto'
import { type Role, type SessionClient, sessionRefreshed, sessionStarted } from '../../../contracts/identity.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import {
  isOpen,
  type Member,
  memberKey,
  onMember,
  openSession,
  revoke,
  type Session,
  type Sessions,
} from '../members/feature.ts'
import { recordAndRefuse } from './recorded-refusal.ts'
import type { TokenIssuer } from './token-issuer.ts'

export const REFRESH_TOKEN_MS = 24 * 60 * 60_000
/** So long after its use a token may be used again, to the same end. */
export const REFRESH_AGAIN_MS = 30_000
/** Sessions of one member at a time; one more ends the one that was quiet for longest. */
export const SESSIONS_MAX = 100

export const hashRefreshToken = (token: string): string => digest('sha256', token, 'base64url')

/** To be handed out, once the rule allows it. */
export interface NewTokens {
  readonly issuer: TokenIssuer
  readonly sessionId: string
  readonly refreshToken: string
  /** What a new session is begun with. */
  readonly client?: SessionClient
}

/** As it is stored. */
const stored = (memberId: string, { sessionId, refreshToken }: NewTokens, now: Date) => ({
  memberId,
  sessionId,
  refreshHash: hashRefreshToken(refreshToken),
  expiresAt: new Date(now.getTime() + REFRESH_TOKEN_MS).toISOString(),
})

/** As it is answered. */
export function tokenPair(tokens: NewTokens, memberId: string, roles: readonly Role[], now: Date) {
  const { issuer, sessionId, refreshToken } = tokens
  const { token, expiresIn } = issuer.issue(memberId, sessionId, roles, now)
  return { token, refreshToken, expiresIn }
}

export function startSession(memberId: string, sessions: Sessions, tokens: NewTokens, now: Date): NewMessage[] {
  const entries = Object.entries(sessions)
  const ended = entries.filter(([, session]) => !isOpen(session, now)).map(([id]) => id)
  const open = entries.filter(([, session]) => isOpen(session, now))
  const quietest = open.sort(([, a], [, b]) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt)).map(([id]) => id)
  return [
    ...revoke(memberId, quietest.slice(0, Math.max(0, open.length + 1 - SESSIONS_MAX)), 'too_many', now),
    sessionStarted.of(memberKey(memberId), {
      ...stored(memberId, tokens, now),
      ended,
      ...(tokens.client && { client: tokens.client }),
    }),
  ]
}

export interface Refresh {
  readonly memberId: string
  /** Hash of the token that was presented; it is known to have belonged to this session. */
  readonly hash: string
  /** The next ones, always the same for the same presented token. */
  readonly tokens: NewTokens
  /** The `user` of the answer, where it has one. */
  readonly present?: (member: Member) => unknown
  readonly sealer: Sealer
}

/** The token that was replaced last, by one that nobody has used yet, a moment ago. */
function mayHaveNextAgain({ previous }: Session, hash: string, now: Date): boolean {
  return previous !== null && previous.hash === hash && now.getTime() - Date.parse(previous.usedAt) < REFRESH_AGAIN_MS
}

/** Refusals: invalid_refresh_token. A token that was used before ends the session, but for `mayHaveNextAgain`. */
export function refreshCommand({ memberId, hash, tokens, present, sealer }: Refresh): Command {
  return onMember('identity.refresh', memberId, sealer, (member, { now }) => {
    const { status, sessions, roles } = member
    const session = openSession(sessions, tokens.sessionId, now)
    if (status !== 'active' || !session) return refuse('invalid_refresh_token')
    const reply = () => ({ ...(present && { user: present(member) }), ...tokenPair(tokens, memberId, roles, now) })
    if (mayHaveNextAgain(session, hash, now)) return accept([], { reply: reply() })
    if (session.refreshHash !== hash) {
      const revoked = revoke(memberId, [tokens.sessionId], 'token_reused', now)
      return recordAndRefuse('invalid_refresh_token', revoked)
    }
    const refreshed = sessionRefreshed.of(memberKey(memberId), stored(memberId, tokens, now))
    return accept([refreshed], { reply: reply() })
  })
}

/** Ends another one of one's sessions, or this one. Refusal: session_unknown. */
export const endSessionCommand = (memberId: string, sessionId: string): Command =>
  onMember('identity.end-session', memberId, null, ({ sessions }, { now }) =>
    openSession(sessions, sessionId, now)
      ? accept(revoke(memberId, [sessionId], 'logged_out', now), { status: 204 })
      : refuse('session_unknown'),
  )

/** Ends all sessions but this one. */
export const endOtherSessionsCommand = (memberId: string, sessionId: string): Command =>
  onMember('identity.end-other-sessions', memberId, null, ({ sessions }, { now }) => {
    const others = Object.keys(sessions).filter(id => id !== sessionId && openSession(sessions, id, now) !== null)
    return accept(revoke(memberId, others, 'logged_out', now), { reply: { ended: others.length } })
  })

/** Ends one session; ending it again changes nothing. */
export const logOutCommand = (memberId: string, sessionId: string): Command =>
  onMember('identity.log-out', memberId, null, ({ sessions }, { now }) =>
    accept(sessionId in sessions ? revoke(memberId, [sessionId], 'logged_out', now) : [], { status: 204 }),
  )
