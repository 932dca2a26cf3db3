/**
 * One keep-alive connection with one request under way at a time. Requests come as ready bytes, and of an answer only
 * the status and the length are read, because every microsecond spent here is taken from the server beside us.
 */
import { connect, type Socket } from 'node:net'

export interface Address {
  readonly host: string
  readonly port: number
}

export interface Listener {
  opened(connection: Connection): void
  /** `text` is the whole answer if the status is 400 or more, else empty. */
  answered(connection: Connection, status: number, text: string): void
  /** The connection is gone, and with it the answer to the request that was under way, if there was one. */
  lost(connection: Connection): void
}

const READ_BYTES = 16_384

export class Connection {
  /** A request was sent and its answer is not here yet. */
  busy = false
  /** When the request under way was to be sent, in milliseconds of `performance.now()`. */
  planned_ms = 0
  sent_ms = 0
  readonly #socket: Socket
  readonly #listener: Listener
  #received = ''

  constructor({ host, port }: Address, listener: Listener) {
    this.#listener = listener
    const read = (count: number, buffer: Uint8Array): boolean => {
      this.#read((buffer as Buffer).toString('latin1', 0, count))
      return true
    }
    // Reading into one buffer of our own saves an allocation and two events per answer.
    this.#socket = connect({ host, port, noDelay: true, onread: { buffer: Buffer.alloc(READ_BYTES), callback: read } })
    this.#socket.once('connect', () => listener.opened(this))
    // What went wrong is reported by `close`, which always follows.
    this.#socket.on('error', () => {})
    this.#socket.once('close', () => listener.lost(this))
  }

  send(request: string, planned_ms: number, now_ms: number): void {
    this.busy = true
    this.planned_ms = planned_ms
    this.sent_ms = now_ms
    this.#socket.write(request, 'latin1')
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(text: string): void {
    const received = this.#received === '' ? text : this.#received + text
    const head = received.indexOf('\r\n\r\n')
    const end = head === -1 ? Number.POSITIVE_INFINITY : head + 4 + bodyLength(received, head)
    if (received.length < end) {
      this.#received = received
      return
    }
    this.#received = ''
    if (!this.busy || received.length > end) {
      this.#socket.destroy()
      return
    }
    const status = statusOf(received)
    this.busy = false
    this.#listener.answered(this, status, status < 400 ? '' : received)
  }
}

/** The three digits after `HTTP/1.1 `. */
const statusOf = (text: string): number =>
  (text.charCodeAt(9) - 48) * 100 + (text.charCodeAt(10) - 48) * 10 + (text.charCodeAt(11) - 48)

const LENGTH = 'content-length: '

function bodyLength(text: string, head: number): number {
  const at = text.indexOf(LENGTH)
  if (at !== -1 && at < head) return Number.parseInt(text.slice(at + LENGTH.length, at + LENGTH.length + 12), 10)
  const status = statusOf(text)
  if (status === 204 || status === 304) return 0
  throw new Error(`an answer without ${LENGTH.trim()} cannot be read: ${text.slice(0, head)}`)
}
