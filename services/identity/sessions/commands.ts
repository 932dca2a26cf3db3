/** Commands that begin, continue and end sessions. Answers that hold tokens are stored under the member's key. */
import type { Language } from '../../../platform/http/routes/route.ts'
import { accept, type Command, type Decision } from '../../../platform/kit/command.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import { emailKey, type Member, memberKey, revoke } from '../members/feature.ts'
import { type CheckedPassword, logIn } from './log-in.ts'
import { type NewTokens, nextToken, tokenPair } from './new-tokens.ts'
import { recordAndRefuse } from './recorded-refusal.ts'
import { refreshSession } from './session.ts'

export interface LogIn {
  readonly memberId: string
  readonly password: CheckedPassword
  readonly tokens: NewTokens
  readonly language: Language
  /** The `user` of the answer. */
  readonly present: (member: Member) => unknown
  readonly sealer: Sealer
}

/** Refusals: bad_credentials, locked, inactive. */
export function logInCommand({ memberId, password, tokens, language, present, sealer }: LogIn): Command {
  const key = memberKey(memberId)
  return {
    type: 'identity.log-in',
    keys: [key],
    sealed: sealer,
    decide(states, { now }): Decision {
      const member = states.of(key)
      const decided = logIn(memberId, member, { password, token: nextToken(tokens) }, now)
      switch (decided.kind) {
        case 'right':
          return accept(decided.messages, {
            reply: { user: present(member), ...tokenPair(tokens, memberId, member.roles, now) },
          })
        case 'wrong':
          return recordAndRefuse('bad_credentials', decided.messages, language)
        case 'locked':
          return refuse('locked', { until: decided.until })
        case 'inactive':
          return refuse('inactive')
      }
    },
  }
}

/** For an address that nobody has: the same work on the way to the same answers as for a wrong password; no secret in them. */
export function unknownLogInCommand(emailIndex: string, lockedUntil: string | null, language: Language): Command {
  return {
    type: 'identity.log-in',
    keys: [emailKey(emailIndex)],
    decide: () =>
      lockedUntil ? refuse('locked', { until: lockedUntil }) : recordAndRefuse('bad_credentials', [], language),
  }
}

export interface Refresh {
  readonly memberId: string
  /** Hash of the token that was presented. */
  readonly hash: string
  readonly tokens: NewTokens
  readonly language: Language
  readonly sealer: Sealer
}

/** Refusals: invalid_refresh_token. A token that was used before ends the log-in. */
export function refreshCommand({ memberId, hash, tokens, language, sealer }: Refresh): Command {
  const key = memberKey(memberId)
  return {
    type: 'identity.refresh',
    keys: [key],
    sealed: sealer,
    decide(states, { now }): Decision {
      const member = states.of(key)
      if (member.status !== 'active') return refuse('invalid_refresh_token')
      const refreshed = refreshSession(memberId, member.sessions, { hash, next: nextToken(tokens) }, now)
      if (refreshed === 'not_valid') return refuse('invalid_refresh_token')
      if (refreshed === 'reused') {
        const revoked = revoke(memberId, [tokens.sessionId], 'token_reused', now)
        return recordAndRefuse('invalid_refresh_token', revoked, language)
      }
      return accept(refreshed, { reply: tokenPair(tokens, memberId, member.roles, now) })
    },
  }
}

/** Ends one log-in; ending it again changes nothing. */
export function logOutCommand(memberId: string, sessionId: string): Command {
  const key = memberKey(memberId)
  return {
    type: 'identity.log-out',
    keys: [key],
    decide(states, { now }) {
      const open = sessionId in states.of(key).sessions
      return accept(open ? revoke(memberId, [sessionId], 'logged_out', now) : [], { status: 204 })
    },
  }
}
