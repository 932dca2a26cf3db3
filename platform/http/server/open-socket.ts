/** One WebSocket, between the library and the service's protocol: limits on what comes in, and the token it lives by. */
import type { RawData, WebSocket } from 'ws'
import type { TokenVerifier, Verified } from '../../auth/tokens.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Clock } from '../../ports/ports.ts'
import {
  CLOSE_CODES,
  type CloseCode,
  type Socket,
  type SocketEndpoint,
  type SocketHandlers,
  type SocketLimits,
} from '../routes/socket.ts'
import { FrameRate } from './frame-rate.ts'

interface OpenSocketDeps {
  readonly tokens: TokenVerifier
  readonly clock: Clock
  readonly limits: SocketLimits
  readonly log: Logger
}

const nothing: SocketHandlers = { received: () => {}, drained: () => {}, closed: () => {} }

export class OpenSocket implements Socket {
  readonly #socket: WebSocket
  readonly #deps: OpenSocketDeps
  readonly #rate: FrameRate
  #handlers: SocketHandlers = nothing
  #stopWatching: () => void = () => {}

  constructor(socket: WebSocket, deps: OpenSocketDeps) {
    this.#socket = socket
    this.#deps = deps
    const { clock, limits } = deps
    this.#rate = new FrameRate(clock, limits.frames_max, limits.window_ms)
    // What the library found wrong has closed the socket; a client that breaks off is no fault.
    socket.on('error', () => {})
  }

  begin({ open }: SocketEndpoint, onClosed: () => void): void {
    const socket = this.#socket
    socket.on('close', () => {
      this.#stopWatching()
      onClosed()
      this.#handlers.closed()
    })
    socket.on('message', (data, isBinary) => this.#received(data, isBinary))
    socket.on('ping', () => void this.#isWithinRate())
    this.#handlers = open(this)
  }

  get unsent(): number {
    return this.#socket.bufferedAmount
  }

  send(text: string): void {
    if (!this.#isOpen) return
    this.#socket.send(text, () => {
      if (this.#isOpen && this.#socket.bufferedAmount === 0) this.#handlers.drained()
    })
  }

  async authenticate(token: string): Promise<Verified> {
    const verified = await this.#deps.tokens.verify(token)
    if (verified.valid && this.#isOpen) {
      this.#stopWatching()
      this.#stopWatching = this.#deps.tokens.watch(verified, () => this.close(CLOSE_CODES.unauthenticated))
    }
    return verified
  }

  close(code: CloseCode): void {
    this.#socket.close(code)
  }

  /** Without waiting for the client. */
  cut(): void {
    this.#socket.terminate()
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  #received(data: RawData, isBinary: boolean): void {
    if (!this.#isOpen || !this.#isWithinRate()) return
    if (isBinary || !Buffer.isBuffer(data)) return this.close(CLOSE_CODES.badFrame)
    try {
      this.#handlers.received(data.toString('utf8'))
    } catch (fault) {
      this.#deps.log.error({ err: fault }, 'a frame ended in a fault')
      this.close(CLOSE_CODES.badFrame)
    }
  }

  #isWithinRate(): boolean {
    if (this.#rate.take()) return true
    this.close(CLOSE_CODES.tooManyFrames)
    return false
  }
}
