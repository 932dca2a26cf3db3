/**
 * Hears the events of one source as they are served, in every process, from its start on. There is no offset and nothing
 * is tried again: it is for hints that may be lost. What has an effect is a reaction or a projection.
 */
import type { Message, Position } from '../kit/message.ts'
import type { Relay } from '../outbox/relay.ts'
import type { Logger } from '../ports/logger.ts'

export interface ListeningOptions {
  readonly relay: Relay
  readonly types: readonly string[]
  readonly hear: (events: readonly Message[]) => void
  readonly log: Logger
}

export class Listening {
  readonly #options: ListeningOptions
  readonly #types: ReadonlySet<string>
  #at: Position | null = null
  #isReading = false
  #hasNews = false

  constructor(options: ListeningOptions) {
    this.#options = options
    this.#types = new Set(options.types)
    const { relay } = options
    relay.want(options.types)
    relay.follow({ offset: () => this.#at, onNews: () => void this.#read() })
  }

  /** Never rejects. */
  async #read(): Promise<void> {
    this.#hasNews = true
    if (this.#isReading) return
    this.#isReading = true
    try {
      while (this.#hasNews) {
        this.#hasNews = false
        await this.#hearAll()
      }
    } catch (error) {
      this.#options.log.warn({ err: error, source: this.#options.relay.service }, 'events were not heard')
    } finally {
      this.#isReading = false
    }
  }

  async #hearAll(): Promise<void> {
    const { relay, hear } = this.#options
    this.#at ??= relay.newest
    for (;;) {
      if (this.#at === null) return
      const { messages, upTo } = await relay.after(this.#at)
      this.#at = upTo
      if (messages.length === 0) return
      const events = messages.filter(({ kind, type }) => kind === 'event' && this.#types.has(type))
      if (events.length > 0) hear(events)
    }
  }
}
