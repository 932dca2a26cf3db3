/**
 * Ends what lives longer than a request (a socket, a stream) with the token that it was opened with: when the token
 * expires, and at once when its log-in is revoked.
 */
import type { Clock, Timeout } from '../ports/ports.ts'

/** A token that was verified, as far as it matters here. */
interface LiveToken {
  readonly actor: { readonly id: string; readonly session: string }
  readonly expires_ms: number
  readonly issued_ms: number
}

interface Watched {
  readonly token: LiveToken
  readonly ended: () => void
  readonly expiry: Timeout
}

type Index = Map<string, Set<Watched>>

export class TokenWatch {
  readonly #clock: Clock
  readonly #bySession: Index = new Map()
  readonly #bySubject: Index = new Map()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Calls `ended` once, unless the returned function is called before. */
  add(token: LiveToken, ended: () => void): () => void {
    const left_ms = Math.max(0, token.expires_ms - this.#clock.now().getTime())
    const watched: Watched = { token, ended, expiry: this.#clock.after(left_ms, () => this.#end(watched)) }
    put(this.#bySession, token.actor.session, watched)
    put(this.#bySubject, token.actor.id, watched)
    return () => void this.#remove(watched)
  }

  endSession(session: string): void {
    for (const watched of [...(this.#bySession.get(session) ?? [])]) this.#end(watched)
  }

  /** Tokens of the subject that were issued up to this moment. */
  endSubject(subject: string, issuedUntil_ms: number): void {
    for (const watched of [...(this.#bySubject.get(subject) ?? [])])
      if (watched.token.issued_ms <= issuedUntil_ms) this.#end(watched)
  }

  #end(watched: Watched): void {
    if (this.#remove(watched)) watched.ended()
  }

  #remove(watched: Watched): boolean {
    const { token, expiry } = watched
    expiry.cancel()
    drop(this.#bySubject, token.actor.id, watched)
    return drop(this.#bySession, token.actor.session, watched)
  }
}

function put(index: Index, key: string, watched: Watched): void {
  const known = index.get(key)
  if (known) known.add(watched)
  else index.set(key, new Set([watched]))
}

/** False if it is not there any more. */
function drop(index: Index, key: string, watched: Watched): boolean {
  const known = index.get(key)
  if (!known?.delete(watched)) return false
  if (known.size === 0) index.delete(key)
  return true
}
