/**
 * The caller, as stated by the verified token. A token is verified once, and its hash is cached until the token
 * expires, because verifying a signature costs more than the rest of the request.
 */

import type { KeyObject } from 'node:crypto'
import { hash } from 'node:crypto'
import type { Clock } from '../ports/ports.ts'
import { Signatures } from './signatures.ts'
import type { JsonWebKeySet } from './token-keys.ts'
import { publicKeys } from './token-keys.ts'
import type { TokenText } from './token-text.ts'
import { parseToken } from './token-text.ts'
import { TokenWatch } from './token-watch.ts'

export interface Actor {
  /** The token's subject, or `anonymous`. */
  readonly id: string
  readonly roles: readonly string[]
  /** The log-in (refresh family) the token belongs to; empty for the anonymous. */
  readonly session: string
}

export const anonymous: Actor = { id: 'anonymous', roles: [], session: '' }

export const hasRole = (actor: Actor, ...roles: readonly string[]): boolean =>
  roles.some(role => actor.roles.includes(role))

export interface TokenRules {
  readonly issuer: string
  readonly audience: string
  /** The public keys of the issuer. They are fetched again when a token names an unknown key. */
  readonly keys: () => Promise<JsonWebKeySet>
  readonly clock: Clock
}

/** `unavailable`: the keys could not be fetched, so the token can be neither accepted nor rejected. */
export type NotVerified = 'invalid' | 'expired' | 'revoked' | 'unavailable'

/** What is known of a token that was verified. */
export interface Accepted {
  readonly actor: Actor
  readonly expires_ms: number
  readonly issued_ms: number
}

export type Verified = ({ readonly valid: true } & Accepted) | { readonly valid: false; readonly reason: NotVerified }

/** Claims that the issuer puts into a token. */
export type TokenClaims =
  | { readonly valid: false }
  | { readonly valid: true; readonly userId: string; readonly roles: readonly string[]; readonly expiresAt: string }

export const VERIFIED_TOKENS_MAX = 100_000
const REVOCATIONS_MAX = 1_000_000
/** Keys are fetched again after this age, so that a withdrawn key expires. */
const KEYS_AGE_MAX_MS = 5 * 60_000
/** An unknown key id triggers a fetch of the keys, at most this often. */
const KEYS_AGE_MIN_MS = 1_000

const invalid: Verified = { valid: false, reason: 'invalid' }

export class TokenVerifier {
  readonly #rules: TokenRules
  readonly #signatures: Signatures
  readonly #watch: TokenWatch
  readonly #known = new Map<string, Accepted>()
  readonly #revokedSessions = new Map<string, number>()
  /** Subject → tokens issued at or before this moment are no longer valid. */
  readonly #revokedSubjects = new Map<string, number>()
  #keys: ReadonlyMap<string, KeyObject> | null = null
  #keysAt_ms = 0
  #loading: Promise<void> | null = null

  constructor(rules: TokenRules) {
    this.#rules = rules
    this.#signatures = new Signatures(rules.clock)
    this.#watch = new TokenWatch(rules.clock)
  }

  /** The actor of a token that was verified earlier and is still valid. Null means that it must be verified. */
  recall(token: string): Actor | null {
    const known = this.#known.get(hash('sha256', token, 'base64url'))
    if (known === undefined) return null
    if (known.expires_ms <= this.#rules.clock.now().getTime() || this.#isRevoked(known)) return null
    return known.actor
  }

  /** Never throws, whatever the text is. */
  async verify(token: string): Promise<Verified> {
    const text = parseToken(token)
    if (text === null) return invalid
    const key = await this.#key(text.kid)
    if (key === undefined) return this.#keys === null ? { valid: false, reason: 'unavailable' } : invalid
    if (!(await this.#signatures.check(key, text))) return invalid
    return this.#judge(token, text)
  }

  /** Calls `ended` once, when the token expires or its log-in is revoked. Returns how to stop watching. */
  watch(token: Accepted, ended: () => void): () => void {
    const stop = this.#watch.add(token, ended)
    // It may have been revoked since it was verified.
    if (this.#isRevoked(token)) this.#watch.endSession(token.actor.session)
    return stop
  }

  async claims(token: string): Promise<TokenClaims> {
    const verified = await this.verify(token)
    if (!verified.valid) return { valid: false }
    const { actor, expires_ms } = verified
    return { valid: true, userId: actor.id, roles: actor.roles, expiresAt: new Date(expires_ms).toISOString() }
  }

  /** Ends a log-in. The revocation is kept until the last token of the log-in has expired. */
  revoke(session: string, until: Date): void {
    const revoked = this.#revokedSessions
    const now_ms = this.#rules.clock.now().getTime()
    for (const [first, ends_ms] of revoked) {
      if (ends_ms > now_ms && revoked.size < REVOCATIONS_MAX) break
      revoked.delete(first)
    }
    revoked.set(session, Math.max(until.getTime(), revoked.get(session) ?? 0))
    this.#watch.endSession(session)
  }

  /** Ends all current log-ins of a subject. A later log-in is valid. */
  revokeSubject(subject: string, issuedUntil: Date): void {
    this.#revokedSubjects.delete(subject)
    if (this.#revokedSubjects.size >= REVOCATIONS_MAX) dropFirst(this.#revokedSubjects)
    this.#revokedSubjects.set(subject, issuedUntil.getTime())
    this.#watch.endSubject(subject, issuedUntil.getTime())
  }

  #judge(token: string, { claims }: TokenText): Verified {
    const { issuer, audience, clock } = this.#rules
    const now_ms = clock.now().getTime()
    if (claims.iss !== issuer || !claims.aud.includes(audience) || claims.typ !== 'access') return invalid
    if (claims.nbf !== undefined && claims.nbf * 1000 > now_ms) return invalid
    const known: Accepted = {
      actor: { id: claims.sub, roles: claims.roles, session: claims.sid },
      expires_ms: claims.exp * 1000,
      issued_ms: claims.iat * 1000,
    }
    if (known.expires_ms <= now_ms) return { valid: false, reason: 'expired' }
    if (this.#isRevoked(known)) return { valid: false, reason: 'revoked' }
    if (this.#known.size >= VERIFIED_TOKENS_MAX) dropFirst(this.#known)
    this.#known.set(hash('sha256', token, 'base64url'), known)
    return { valid: true, ...known }
  }

  #isRevoked({ actor, issued_ms }: Accepted): boolean {
    if (this.#revokedSessions.size > 0 && this.#revokedSessions.has(actor.session)) return true
    if (this.#revokedSubjects.size === 0) return false
    const issuedUntil_ms = this.#revokedSubjects.get(actor.id)
    return issuedUntil_ms !== undefined && issued_ms <= issuedUntil_ms
  }

  async #key(kid: string): Promise<KeyObject | undefined> {
    const age_ms = this.#rules.clock.now().getTime() - this.#keysAt_ms
    const missing = this.#keys === null || (!this.#keys.has(kid) && age_ms >= KEYS_AGE_MIN_MS)
    if (missing || age_ms >= KEYS_AGE_MAX_MS) {
      this.#loading ??= this.#load().finally(() => {
        this.#loading = null
      })
      await this.#loading
    }
    return this.#keys?.get(kid)
  }

  /** Keeps the current keys when the issuer cannot be reached. */
  async #load(): Promise<void> {
    try {
      this.#keys = publicKeys(await this.#rules.keys())
    } catch {
      // Reported to the caller as `unavailable` while there are no keys at all.
    }
    this.#keysAt_ms = this.#rules.clock.now().getTime()
  }
}

function dropFirst(map: Map<string, unknown>): void {
  for (const first of map.keys()) {
    map.delete(first)
    return
  }
}
