/** How far one connection has come: the message and the version of the inbox that were sent to it last. */
import type { Item } from '../presentation/feature.ts'
import type { Hint, Peer, StateChange } from './peer.ts'

/** Beyond so many unsent bytes nothing more is sent to a client, until it has taken them. */
export const UNSENT_MAX_BYTES = 262_144
/** Hints that wait to be sent; more are lost. */
export const HINTS_MAX = 100

export interface Start {
  readonly seq: number
  readonly version: number
  /** Of the newest message when it connected. */
  readonly goal: number
  readonly truncated: boolean
}

export class Follower {
  readonly peer: Peer
  readonly #truncated: boolean
  #goal: number | null
  readonly #onSlow: (isSlow: boolean) => void
  #hints = new Map<string, Hint>()
  #isSlow = false
  #isEnded = false
  seq: number
  version: number

  /** `onSlow` is called when the client begins or ceases to be slow. */
  constructor(peer: Peer, { seq, version, goal, truncated }: Start, onSlow: (isSlow: boolean) => void) {
    this.peer = peer
    this.#onSlow = onSlow
    this.seq = seq
    this.version = version
    this.#goal = goal
    this.#truncated = truncated
  }

  /** Nothing more is sent, until the client has taken what was sent. */
  get isSlow(): boolean {
    return this.#isSlow
  }

  /** The client has taken everything. */
  drained(): void {
    this.#setSlow(false)
  }

  /** The connection is gone. */
  end(): void {
    this.#setSlow(false)
    this.#isEnded = true
  }

  /** Everything that there was when it connected has been sent. */
  get isLive(): boolean {
    return this.#goal === null
  }

  /** False if the client must take what was sent first. */
  item(item: Item): boolean {
    if (this.#mustWait()) return false
    // What comes out of order would be a fault here, and a hole there.
    if (item.seq <= this.seq) throw new Error(`message ${item.seq} was sent after ${this.seq}`)
    this.peer.item(item)
    this.seq = item.seq
    return true
  }

  /** Messages up to here were sent or are hidden. */
  passed(seq: number): void {
    this.seq = Math.max(this.seq, seq)
    if (this.#goal === null || this.seq < this.#goal) return
    this.#goal = null
    this.peer.caughtUp(this.seq, this.#truncated)
  }

  state(change: StateChange): void {
    this.peer.state(change)
  }

  /** False if it is lost. */
  addHint(hint: Hint): boolean {
    const name = `${hint.resource} ${hint.id}`
    if (this.isSlow || (this.#hints.size >= HINTS_MAX && !this.#hints.has(name))) return false
    this.#hints.set(name, hint)
    return true
  }

  sendHints(): void {
    const hints = this.#hints
    if (hints.size === 0) return
    this.#hints = new Map()
    if (this.#mustWait()) return
    for (const hint of hints.values()) this.peer.changed(hint)
  }

  #mustWait(): boolean {
    if (this.peer.unsent > UNSENT_MAX_BYTES && !this.#isEnded) this.#setSlow(true)
    return this.#isSlow
  }

  #setSlow(isSlow: boolean): void {
    if (isSlow !== this.#isSlow) this.#onSlow(isSlow)
    this.#isSlow = isSlow
  }
}
