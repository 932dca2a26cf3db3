/**
 * A subscription: handlers that apply the messages of one source and commit together, effect and offset in one
 * transaction, so each effect happens once. Retries, dead letters and replay are per handler: a failing handler delays
 * neither the others nor later messages.
 */
import { all, isTransient, isUnreachable, type Pool, type Queryable, type Writing } from '../db/database.ts'
import type { Outcome } from '../kit/command.ts'
import { comparePositions, type Message, type Position, titleOf } from '../kit/message.ts'
import { deadLetters } from '../observability/metrics.ts'
import { failSpan, startConsumerSpan, traceparentOf, tracingIsOn } from '../observability/tracing.ts'
import type { Relay } from '../outbox/relay.ts'
import type { Logger } from '../ports/logger.ts'
import type { Clock } from '../ports/ports.ts'
import type { Entry, Unit } from '../write/unit.ts'
import { Offsets } from './offsets.ts'

/** Tries of one message by one handler before it is parked. */
export const TRIES_MAX = 5
const RETRY_PAUSE_MS = 50
/** Messages of one transaction. */
const APPLY_MAX = 500
/** Positions without a wanted message or an effect are written at least this often. */
const SKIPPED_PAGES_MAX = 50

/** Further statements of the same transaction. */
type Alongside = (tx: Pick<Writing, 'query'>) => Promise<unknown>

/** What a handler makes of messages: commands, or rows of a read model, in as many turns as that takes. */
export type Applying =
  | Pick<Unit, 'entries'>
  | { readonly project: (tx: Queryable) => Promise<void>; readonly onProjected: () => void }

export interface Handler {
  /** `service.handler`: the name of its dead letters, and of its offset if it is not the shared one. */
  readonly name: string
  readonly wants: (message: Message) => boolean
  readonly apply: (messages: readonly Message[]) => Promise<Applying> | Applying
  /** The entries to commit instead when a message is parked, such as a reply with a refusal. */
  readonly onDeadLetter?: (message: Message) => readonly Entry[]
}

export interface SubscriptionOptions {
  /** The name of the row with the shared offset. */
  readonly name: string
  readonly service: string
  readonly relay: Relay
  /** Either all state commands or all write rows: they commit in one transaction. */
  readonly handlers: readonly Handler[]
  readonly submit: (unit: Unit) => Promise<readonly Outcome[]>
  readonly database: Pick<Pool, 'query' | 'inTransaction'>
  readonly clock: Clock
  readonly log: Logger
}

/** Another process of the same service has moved the offset; this one reads it again. */
const isOffsetMoved = (error: unknown): boolean => (error as { code?: string } | null)?.code === 'MDF02'

/** The database is away, or somebody else is in the way: the same message may pass the next time, so none is set aside for it. */
const isNoFaultOfMessage = (error: unknown): boolean =>
  isOffsetMoved(error) || isUnreachable(error) || isTransient(error)

export class Subscription {
  readonly #options: SubscriptionOptions
  readonly #offsets: Offsets
  #skippedPages = 0

  constructor(options: SubscriptionOptions) {
    this.#options = options
    const { name, relay, handlers } = options
    this.#offsets = new Offsets({ name, source: relay.service, handlers: handlers.map(handler => handler.name) })
  }

  /** The position that all handlers have reached; null until it is loaded. */
  get offset(): Position | null {
    return this.#offsets.at
  }

  get handlers(): readonly Handler[] {
    return this.#options.handlers
  }

  /** Applies one message out of order; `also` belongs to the same transaction. */
  async applyAgain({ apply }: Handler, message: Message, also: Alongside): Promise<void> {
    await this.#write([await apply([message])], also)
  }

  /** One page; gives its messages, wanted or not. Null if another process was here: the offset has to be read anew. */
  async step(): Promise<readonly Message[] | null> {
    const { relay, handlers, database } = this.#options
    const from = this.#offsets.at ?? (await this.#offsets.load(database))
    const page = await relay.after(from)
    const wanted = page.messages.filter(message => handlers.some(handler => this.#isFor(handler, message)))
    try {
      for (let at = 0; at < wanted.length; at += APPLY_MAX) {
        const part = wanted.slice(at, at + APPLY_MAX)
        const isLast = at + APPLY_MAX >= wanted.length
        await this.#apply(part, isLast ? page.upTo : (part.at(-1) as Message).position)
      }
      if (wanted.length === 0) await this.#passOver(page.upTo)
    } catch (error) {
      if (!isOffsetMoved(error)) throw error
      this.#offsets.forget()
      return null
    }
    return page.messages
  }

  /** Writes the offset, so that a restart does not read skipped messages again. */
  async saveOffset(): Promise<void> {
    const { at, stored } = this.#offsets
    if (at && comparePositions(at, stored) > 0) await this.#commit([], at)
  }

  #isFor({ name, wants }: Handler, message: Message): boolean {
    return wants(message) && this.#offsets.isBefore(name, message.position)
  }

  async #passOver(upTo: Position): Promise<void> {
    this.#offsets.pass(upTo)
    this.#skippedPages += 1
    if (this.#skippedPages < SKIPPED_PAGES_MAX || comparePositions(upTo, this.#offsets.stored) <= 0) return
    await this.#commit([], upTo)
  }

  async #apply(messages: readonly Message[], upTo: Position): Promise<void> {
    const { handlers, log, name } = this.#options
    try {
      const applied = await Promise.all(
        handlers.map(handler =>
          this.#traced(
            handler,
            messages.filter(message => this.#isFor(handler, message)),
          ),
        ),
      )
      await this.#commitIfAny(
        applied.filter(applying => applying !== null),
        upTo,
      )
    } catch (error) {
      if (isNoFaultOfMessage(error)) throw error
      log.warn({ err: error, consumer: name, messages: messages.length }, 'a page failed')
      for (const message of messages) await this.#applyByHandler(message)
      await this.#commit([], upTo)
    }
  }

  /**
   * The trace of a message continues in its effects: each application is a span below the one that wrote the message.
   */
  async #traced(handler: Handler, messages: readonly Message[]): Promise<Applying | null> {
    if (messages.length === 0) return null
    if (!tracingIsOn()) return handler.apply(messages)
    const spans = messages.map(message => startConsumerSpan(`${handler.name} ${titleOf(message)}`, message.traceparent))
    const traced = messages.map((message, index) => {
      const span = spans[index]
      return span ? { ...message, traceparent: traceparentOf(span) } : message
    })
    try {
      return await handler.apply(traced)
    } catch (fault) {
      for (const span of spans) if (span) failSpan(span, fault)
      throw fault
    } finally {
      for (const span of spans) span?.end()
    }
  }

  async #applyByHandler(message: Message): Promise<void> {
    for (const handler of this.#options.handlers)
      if (this.#isFor(handler, message)) await this.#applyOne(handler, message)
  }

  async #applyOne(handler: Handler, message: Message): Promise<void> {
    let failure: unknown
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      try {
        const applying = await this.#traced(handler, [message])
        return await this.#commitOne(handler, message, applying ? [applying] : [])
      } catch (error) {
        if (isNoFaultOfMessage(error)) throw error
        failure = error
        await new Promise<void>(resolve => this.#options.clock.after(RETRY_PAUSE_MS * 2 ** (tries - 1), resolve))
      }
    }
    await this.#setAside(handler, message, failure)
  }

  async #setAside(handler: Handler, message: Message, failure: unknown): Promise<void> {
    const { service, relay, clock, log } = this.#options
    const { name, onDeadLetter } = handler
    const error = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure)
    log.error(
      { consumer: name, messageId: message.id, correlationId: message.correlationId, err: failure },
      'dead letter',
    )
    deadLetters(service, name).add()
    const keep: Alongside = tx =>
      tx.query(
        `insert into dead_letters (id, consumer, source, message, error, attempts, at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (id) do nothing`,
        [`${message.id}/${name}`, name, relay.service, JSON.stringify(message), error, TRIES_MAX, clock.now()],
      )
    const entries = onDeadLetter?.(message) ?? []
    await this.#commitOne(handler, message, [{ entries }], keep)
  }

  async #commitIfAny(applied: readonly Applying[], to: Position): Promise<void> {
    const isNothing = applied.every(applying => 'entries' in applying && applying.entries.length === 0)
    await (isNothing ? this.#passOver(to) : this.#commit(applied, to))
  }

  async #commit(applied: readonly Applying[], to: Position): Promise<void> {
    const { write, done } = this.#offsets.move(to)
    await this.#write(applied, write)
    done()
    this.#skippedPages = 0
  }

  async #commitOne(handler: Handler, message: Message, applied: readonly Applying[], also?: Alongside): Promise<void> {
    const { write, done } = this.#offsets.moveOne(handler.name, message.position)
    await this.#write(applied, tx => Promise.all([write(tx), also?.(tx)]))
    done()
  }

  /**
   * A read model decides nothing, so it does not pass through the writer: its offset ensures that it is applied once.
   */
  async #write(applied: readonly Applying[], alongside: Alongside): Promise<void> {
    const { submit, database } = this.#options
    const projections = applied.filter(applying => 'project' in applying)
    if (projections.length === 0) {
      await submit({ entries: applied.flatMap(applying => ('entries' in applying ? applying.entries : [])), alongside })
      return
    }
    await database.inTransaction(tx => all([alongside(tx), ...projections.map(({ project }) => project(tx))]))
    for (const { onProjected } of projections) onProjected()
  }
}
