/**
 * One socket and its protocol. The first frame has the token and what the client holds; then messages are sent as they
 * come, and the client says what it has read. A new token of the same member keeps the socket; silence ends it.
 */
import type { Actor, Verified } from '../../../platform/auth/tokens.ts'
import type { Language } from '../../../platform/http/routes/route.ts'
import { CLOSE_CODES, type Socket, type SocketHandlers } from '../../../platform/http/routes/socket.ts'
import type { Refusal } from '../../../platform/kit/refusal.ts'
import type { Timeout } from '../../../platform/ports/ports.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import type { Item } from '../presentation/feature.ts'
import type { Follower } from './follower.ts'
import { type Frame, frameOf, type Hello } from './frames.ts'
import type { Hub } from './hub.ts'
import type { Hint, Peer, StateChange } from './peer.ts'
import type { Places } from './places.ts'
import { readMessages, unreadMessages } from './reading.ts'

/** For the first frame. */
export const HELLO_LIMIT_MS = 5_000
export const PING_EVERY_MS = 25_000
const PINGS_MISSED_MAX = 2
/** The client is told so long before its token expires. */
export const TOKEN_WARNING_MS = 60_000

export interface ConversationDeps {
  readonly context: ServiceContext
  readonly hub: Hub
  readonly places: Places<Conversation>
}

export class Conversation implements SocketHandlers, Peer {
  readonly #deps: ConversationDeps
  readonly #socket: Socket
  readonly #hello: Timeout
  #actor: Actor | null = null
  #language: Language | null = null
  #follower: Follower | null = null
  #ping: Timeout | null = null
  #missed = 0
  #tokenWarning: Timeout | null = null
  #hasBegun = false
  #isClosed = false
  /** Frames are handled one after another. */
  #handled: Promise<void> = Promise.resolve()

  constructor(socket: Socket, deps: ConversationDeps) {
    this.#socket = socket
    this.#deps = deps
    const { clock } = deps.context.ports
    this.#hello = clock.after(HELLO_LIMIT_MS, () => socket.close(CLOSE_CODES.unauthenticated))
  }

  get memberId(): string {
    return this.#actor?.id ?? ''
  }

  get roles(): readonly string[] {
    return this.#actor?.roles ?? []
  }

  get language(): Language | null {
    return this.#language
  }

  get unsent(): number {
    return this.#socket.unsent
  }

  received(text: string): void {
    const frame = frameOf(text)
    // The first frame is `hello`, and no other one is.
    if (frame === null || (frame.type === 'hello') === this.#hasBegun) return this.#socket.close(CLOSE_CODES.badFrame)
    this.#hasBegun = true
    this.#missed = 0
    this.#handled = this.#handled.then(() => this.#handle(frame)).catch(fault => this.#failed(fault))
  }

  drained(): void {
    if (this.#follower) this.#deps.hub.drained(this.#follower)
  }

  closed(): void {
    this.#isClosed = true
    for (const timeout of [this.#hello, this.#ping, this.#tokenWarning]) timeout?.cancel()
    if (this.#actor) this.#deps.places.leave(this.#actor.id, this)
    if (this.#follower) this.#deps.hub.leave(this.#follower)
  }

  replaced(): void {
    this.#socket.close(CLOSE_CODES.replaced)
  }

  item(item: Item): void {
    this.#send('item', item)
  }

  state(change: StateChange): void {
    this.#send('state', change)
  }

  changed(hint: Hint): void {
    this.#send('changed', hint)
  }

  caughtUp(seq: number, truncated: boolean): void {
    this.#send('caught_up', { seq, ...(truncated && { truncated }) })
  }

  #send(type: string, fields: object): void {
    this.#socket.send(JSON.stringify({ type, ...fields }))
  }

  #failed(fault: unknown): void {
    this.#deps.context.log.error({ err: fault }, 'a frame ended in a fault')
    this.#socket.close(CLOSE_CODES.restarting)
  }

  async #handle(frame: Frame): Promise<void> {
    if (this.#isClosed) return
    switch (frame.type) {
      case 'hello':
        return this.#begin(frame)
      case 'token':
        return this.#renew(frame.token)
      case 'read':
        return this.#answer(frame.key, await readMessages(this.#deps.context, this.memberId, frame))
      case 'unread':
        return this.#answer(frame.key, await unreadMessages(this.#deps.context, this.memberId, frame))
      case 'pong':
        return
    }
  }

  #answer(key: string, refusal: Refusal | null): void {
    if (refusal) this.#send('refused', { key, code: refusal.code })
  }

  async #begin({ token, after, language }: Hello): Promise<void> {
    this.#hello.cancel()
    const verified = await this.#authenticate(token)
    if (!verified) return
    const { actor, expires_ms } = verified
    this.#actor = actor
    this.#language = language ?? null
    const { hub, places } = this.#deps
    places.take(actor.id, this)
    const expiresAt = new Date(expires_ms).toISOString()
    const follower = await hub.join(this, after ?? null, ({ seq, unread, actions }) =>
      this.#send('welcome', { seq, unread, actions, expiresAt }),
    )
    this.#follower = follower
    if (this.#isClosed) return hub.leave(follower)
    this.#nextPing()
  }

  async #renew(token: string): Promise<void> {
    const verified = await this.#authenticate(token)
    if (verified && verified.actor.id !== this.memberId) this.#socket.close(CLOSE_CODES.forbidden)
  }

  /** Null where the socket is closed: the token does not count, or cannot be verified now. */
  async #authenticate(token: string | undefined): Promise<Extract<Verified, { valid: true }> | null> {
    const verified: Verified =
      token === undefined ? { valid: false, reason: 'invalid' } : await this.#socket.authenticate(token)
    if (this.#isClosed) return null
    if (!verified.valid) {
      const isAway = verified.reason === 'unavailable'
      this.#socket.close(isAway ? CLOSE_CODES.restarting : CLOSE_CODES.unauthenticated)
      return null
    }
    this.#warnBefore(verified.expires_ms)
    return verified
  }

  #warnBefore(expires_ms: number): void {
    const { clock } = this.#deps.context.ports
    this.#tokenWarning?.cancel()
    const left_ms = Math.max(0, expires_ms - TOKEN_WARNING_MS - clock.now().getTime())
    const expiresAt = new Date(expires_ms).toISOString()
    this.#tokenWarning = clock.after(left_ms, () => this.#send('token_expiring', { expiresAt }))
  }

  #nextPing(): void {
    this.#ping = this.#deps.context.ports.clock.after(PING_EVERY_MS, () => {
      if (this.#missed >= PINGS_MISSED_MAX) return this.#socket.close(CLOSE_CODES.silent)
      this.#missed += 1
      this.#send('ping', {})
      this.#nextPing()
    })
  }
}
