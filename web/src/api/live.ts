/**
 * The socket to the server: notifications as they come, and hints that make open pages ask again. Nothing depends on it:
 * while it is away, pages ask every quarter of a minute, and all of them once it is back.
 */
import { language } from '../i18n/index.ts'
import { accessToken, renew } from './session.ts'

export type LiveState = 'connecting' | 'live' | 'away'

/** A notification as the API lists it. */
export interface LiveItem {
  readonly id: string
  readonly seq: number
  readonly text: string
  readonly link: string | null
  readonly action: boolean
}

export interface Hint {
  readonly resource: string
  readonly id: string
}

type Frame =
  | { readonly type: 'welcome'; readonly seq: number }
  | ({ readonly type: 'item' } & LiveItem)
  | ({ readonly type: 'changed' } & Hint)
  | { readonly type: 'state' | 'caught_up' | 'token_expiring' | 'ping' | 'refused' }

export interface LiveEvents {
  readonly onItem: (item: LiveItem) => void
  /** Notifications were read, on this device or another. */
  readonly onState: () => void
  readonly onHint: (hint: Hint) => void
  /** Back after an absence, or asked for in vain: what is open may be old. */
  readonly onStale: () => void
  readonly onChange: (state: LiveState) => void
}

/** The token does not count (any more). */
const UNAUTHENTICATED = 4401
/** Another subject or origin; this socket will not be welcome later either. */
const FORBIDDEN = 4403
/** More sockets than a member may have: the newest ones stay. */
const TOO_MANY = 4409

const BACKOFF_MIN_MS = 500
const BACKOFF_MAX_MS = 30_000
const ASK_EVERY_MS = 15_000

export class Live {
  readonly #events: LiveEvents
  #socket: WebSocket | null = null
  /** The newest message this page knows; null before the first welcome. */
  #seq: number | null = null
  #waits = 0
  #renewed = false
  #retry: ReturnType<typeof setTimeout> | undefined
  #asking: ReturnType<typeof setInterval> | undefined
  #closed = false

  constructor(events: LiveEvents) {
    this.#events = events
    this.#connect()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#retry)
    clearInterval(this.#asking)
    this.#socket?.close()
  }

  #connect(): void {
    if (this.#closed) return
    this.#events.onChange('connecting')
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws`)
    this.#socket = socket
    socket.addEventListener('open', () => void this.#hello(socket))
    socket.addEventListener('message', ({ data }) => this.#receive(socket, JSON.parse(data) as Frame))
    socket.addEventListener('close', ({ code }) => void this.#lost(code))
  }

  async #hello(socket: WebSocket): Promise<void> {
    const token = await accessToken().catch(() => null)
    if (token === null) return socket.close()
    const after = this.#seq === null ? {} : { after: this.#seq }
    send(socket, { type: 'hello', v: 1, token, language: language(), ...after })
  }

  #receive(socket: WebSocket, frame: Frame): void {
    switch (frame.type) {
      case 'welcome':
        return this.#welcome(frame.seq)
      case 'item':
        // Delivery is at least once.
        if (this.#seq !== null && frame.seq <= this.#seq) return
        this.#seq = frame.seq
        return this.#events.onItem(frame)
      case 'changed':
        return this.#events.onHint(frame)
      case 'state':
        return this.#events.onState()
      case 'token_expiring':
        return void this.#sendToken(socket)
      case 'ping':
        return send(socket, { type: 'pong' })
      case 'caught_up':
      case 'refused':
        return
    }
  }

  #welcome(seq: number): void {
    const wasAway = this.#asking !== undefined
    clearInterval(this.#asking)
    this.#asking = undefined
    this.#waits = 0
    this.#renewed = false
    this.#seq ??= seq
    this.#events.onChange('live')
    if (wasAway) this.#events.onStale()
  }

  async #sendToken(socket: WebSocket): Promise<void> {
    const session = await renew().catch(() => null)
    if (session) send(socket, { type: 'token', token: session.token })
  }

  async #lost(code: number): Promise<void> {
    if (this.#closed) return
    this.#events.onChange('away')
    this.#asking ??= setInterval(() => this.#events.onStale(), ASK_EVERY_MS)
    if (code === FORBIDDEN || code === TOO_MANY) return
    if (code === UNAUTHENTICATED && !(await this.#mayComeBack())) return
    const wait_ms = Math.min(BACKOFF_MIN_MS * 2 ** this.#waits, BACKOFF_MAX_MS)
    this.#waits += 1
    // Not all pages at the same instant after a restart.
    this.#retry = setTimeout(() => this.#connect(), wait_ms * (0.5 + Math.random() / 2))
  }

  /** A token that was turned away is renewed once. */
  async #mayComeBack(): Promise<boolean> {
    if (this.#renewed) return false
    this.#renewed = true
    return (await renew().catch(() => null)) !== null
  }
}

function send(socket: WebSocket, frame: object): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
}
