/**
 * Open answers of server-sent events. Each ends with its token, with its client, and when the server closes. A comment
 * is sent while there is nothing else, so that proxies do not take the connection for dead.
 */
import type { ServerResponse } from 'node:http'
import { streamsOpen } from '../../observability/metrics.ts'
import type { Clock, Timeout } from '../../ports/ports.ts'
import type { EventStream, ServerSentEvent } from '../routes/event-stream.ts'

/** Streams of one process. */
export const STREAMS_MAX = 10_000
export const COMMENT_EVERY_MS = 25_000
const COMMENT = ':\n\n'

export class OpenStreams {
  readonly #open = new Set<OpenStream>()

  get isFull(): boolean {
    return this.#open.size >= STREAMS_MAX
  }

  add(opened: OpenStream): void {
    this.#open.add(opened)
    streamsOpen.set(this.#open.size)
    opened.onEnd(() => {
      this.#open.delete(opened)
      streamsOpen.set(this.#open.size)
    })
  }

  endAll(): void {
    for (const opened of [...this.#open]) opened.end()
  }
}

export class OpenStream implements EventStream {
  readonly #raw: ServerResponse
  readonly #clock: Clock
  readonly #ended: (() => void)[] = []
  #comment: Timeout
  #isOpen = true

  constructor(raw: ServerResponse, clock: Clock) {
    this.#raw = raw
    this.#clock = clock
    this.#comment = this.#nextComment()
    // A client that breaks off is no fault.
    raw.on('error', () => this.#end())
    raw.on('close', () => this.#end())
  }

  get unsent(): number {
    return this.#raw.writableLength
  }

  send({ event, data, id }: ServerSentEvent): void {
    if (!this.#isOpen) return
    this.#raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    this.#comment.cancel()
    this.#comment = this.#nextComment()
  }

  onDrain(listener: () => void): void {
    this.#raw.on('drain', listener)
  }

  onEnd(listener: () => void): void {
    this.#ended.push(listener)
  }

  end(): void {
    if (this.#isOpen) this.#raw.end()
    this.#end()
  }

  #nextComment(): Timeout {
    return this.#clock.after(COMMENT_EVERY_MS, () => {
      if (this.#raw.writableLength === 0) this.#raw.write(COMMENT)
      this.#comment = this.#nextComment()
    })
  }

  #end(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#comment.cancel()
    for (const listener of this.#ended) listener()
  }
}
