/**
 * A consumer applies another service's messages: effect and offset commit in one transaction, so each effect happens
 * once. A message that keeps failing is set aside as a dead letter, and the messages behind it go on.
 */

import { all, isUnreachable, type Pool, type Queryable, type Writing } from '../db/database.ts'
import type { Outcome } from '../kit/command.ts'
import { comparePositions, type Message, type Position, START, titleOf } from '../kit/message.ts'
import { consumerLag_s, deadLetters } from '../observability/metrics.ts'
import { failSpan, startConsumerSpan, traceparentOf, tracingIsOn } from '../observability/tracing.ts'
import type { Relay } from '../outbox/relay.ts'
import type { Logger } from '../ports/logger.ts'
import { Loop } from '../ports/loop.ts'
import type { Clock } from '../ports/ports.ts'
import type { Entry, Unit } from '../write/unit.ts'

/** Tries of one message before it is set aside. */
export const TRIES_MAX = 5
const RETRY_PAUSE_MS = 50
const IDLE_MS = 2_000
/** Messages of one transaction. */
const APPLY_MAX = 500
/** Positions passed over, because nobody wants what is there or it has no effect, are written down at least this often. */
const SKIPPED_PAGES_MAX = 50

/** What goes with them, in the same transaction. */
type Alongside = (tx: Pick<Writing, 'query'>) => Promise<unknown>

/** What a consumer makes of messages: commands, or rows of a view, in as many turns as that takes. */
export type Applying =
  | Pick<Unit, 'entries'>
  | { readonly project: (tx: Queryable) => Promise<void>; readonly onProjected: () => void }

export interface ConsumerOptions {
  readonly name: string
  readonly service: string
  readonly relay: Relay
  readonly wants: (message: Message) => boolean
  readonly apply: (messages: readonly Message[]) => Promise<Applying> | Applying
  /** What to commit instead when a message is set aside, such as a reply that says so. */
  readonly onDeadLetter?: (message: Message) => readonly Entry[]
  readonly submit: (unit: Unit) => Promise<readonly Outcome[]>
  readonly database: Pick<Pool, 'query' | 'inTransaction'>
  readonly clock: Clock
  readonly log: Logger
}

/** Another process of the same group moved the offset: this one reads it anew. */
const isOffsetMoved = (error: unknown): boolean => (error as { code?: string } | null)?.code === 'MDF02'

export class Consumer {
  readonly loop: Loop
  readonly #options: ConsumerOptions
  #offset: Position | null = null
  #stored: Position = START
  #skippedPages = 0

  constructor(options: ConsumerOptions) {
    this.#options = options
    const { clock, log, relay } = options
    this.loop = new Loop({ name: `consumer ${options.name}`, clock, log, idle_ms: IDLE_MS, step: () => this.#step() })
    relay.follow({ offset: () => this.#offset, onNews: () => this.loop.wake() })
  }

  get name(): string {
    return this.#options.name
  }

  get source(): string {
    return this.#options.relay.service
  }

  /** Applies one message outside of its order; `also` belongs to the same transaction. */
  async applyAgain(message: Message, also: Alongside): Promise<void> {
    await this.#write(await this.#options.apply([message]), also)
  }

  /** True when everything its source has served is applied. */
  get caughtUp(): boolean {
    const { newest } = this.#options.relay
    return this.#offset !== null && newest !== null && comparePositions(this.#offset, newest) >= 0
  }

  async #step(): Promise<boolean> {
    const { relay, wants } = this.#options
    this.#offset ??= await this.#loadOffset()
    const page = await relay.after(this.#offset)
    this.#measure(page.messages)
    const wanted = page.messages.filter(wants)
    try {
      for (let from = 0; from < wanted.length; from += APPLY_MAX) {
        const part = wanted.slice(from, from + APPLY_MAX)
        const last = from + APPLY_MAX >= wanted.length
        await this.#apply(part, last ? page.upTo : (part.at(-1) as Message).position)
      }
      if (wanted.length === 0) await this.#passOver(page.upTo)
    } catch (error) {
      if (!isOffsetMoved(error)) throw error
      this.#offset = null
      return true
    }
    return page.messages.length > 0
  }

  #measure(messages: readonly Message[]): void {
    const { name, service, clock } = this.#options
    const oldest = messages[0]?.at.getTime()
    consumerLag_s.set({ service, consumer: name }, oldest === undefined ? 0 : (clock.now().getTime() - oldest) / 1000)
  }

  async #passOver(upTo: Position): Promise<void> {
    this.#offset = upTo
    this.#skippedPages += 1
    if (this.#skippedPages < SKIPPED_PAGES_MAX || comparePositions(upTo, this.#stored) <= 0) return
    await this.#commit({ entries: [] }, upTo)
  }

  /** Writes the offset down, so that a restart does not look at passed-over messages again. */
  async saveOffset(): Promise<void> {
    if (this.#offset && comparePositions(this.#offset, this.#stored) > 0)
      await this.#commit({ entries: [] }, this.#offset)
  }

  async #loadOffset(): Promise<Position> {
    const { name, relay, database } = this.#options
    const { rows } = await database.query(
      'select xid::text as xid, seq from consumers where name = $1 and source = $2',
      [name, relay.service],
    )
    this.#stored = rows[0] ? { xid: rows[0].xid, seq: rows[0].seq } : START
    return this.#stored
  }

  async #apply(messages: readonly Message[], upTo: Position): Promise<void> {
    try {
      await this.#applyTraced(messages, upTo)
    } catch (error) {
      if (isOffsetMoved(error) || isUnreachable(error)) throw error
      this.#options.log.warn({ err: error, consumer: this.name, messages: messages.length }, 'a page failed')
      for (const message of messages) await this.#applyOne(message)
      if (comparePositions(upTo, this.#offset ?? START) > 0) this.#offset = upTo
    }
  }

  /** A message's trace goes on through what it leads to: each application is a span below the one that wrote it. */
  async #applyTraced(messages: readonly Message[], upTo: Position): Promise<void> {
    if (!tracingIsOn()) return this.#commitIfAny(await this.#options.apply(messages), upTo)
    const spans = messages.map(message => startConsumerSpan(`${this.name} ${titleOf(message)}`, message.traceparent))
    const traced = messages.map((message, index) => {
      const span = spans[index]
      return span ? { ...message, traceparent: traceparentOf(span) } : message
    })
    try {
      await this.#commitIfAny(await this.#options.apply(traced), upTo)
    } catch (fault) {
      for (const span of spans) if (span) failSpan(span, fault)
      throw fault
    } finally {
      for (const span of spans) span?.end()
    }
  }

  async #applyOne(message: Message): Promise<void> {
    let failure: unknown
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      try {
        return await this.#applyTraced([message], message.position)
      } catch (error) {
        if (isOffsetMoved(error) || isUnreachable(error)) throw error
        failure = error
        await new Promise<void>(resolve => this.#options.clock.after(RETRY_PAUSE_MS * 2 ** (tries - 1), resolve))
      }
    }
    await this.#setAside(message, failure)
  }

  async #setAside(message: Message, failure: unknown): Promise<void> {
    const { name, service, relay, clock, log, onDeadLetter } = this.#options
    const error = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure)
    log.error(
      { consumer: name, messageId: message.id, correlationId: message.correlationId, err: failure },
      'dead letter',
    )
    deadLetters(service, name).add()
    const keep = (tx: Pick<Writing, 'query'>) =>
      tx.query(
        `insert into dead_letters (id, consumer, source, message, error, attempts, at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (id) do nothing`,
        [`${message.id}/${name}`, name, relay.service, JSON.stringify(message), error, TRIES_MAX, clock.now()],
      )
    await this.#commit({ entries: onDeadLetter?.(message) ?? [] }, message.position, keep)
  }

  async #commitIfAny(applying: Applying, to: Position): Promise<void> {
    const isNothing = 'entries' in applying && applying.entries.length === 0
    await (isNothing ? this.#passOver(to) : this.#commit(applying, to))
  }

  async #commit(applying: Applying, to: Position, also?: Alongside): Promise<void> {
    const from = this.#stored
    await this.#write(applying, tx => Promise.all([this.#moveOffset(tx, from, to), also?.(tx)]))
    this.#stored = to
    this.#offset = to
    this.#skippedPages = 0
  }

  /** What only fills a view decides nothing, and needs no turn of the writer's: its offset alone keeps it from being done twice. */
  async #write(applying: Applying, alongside: Alongside): Promise<void> {
    const { submit, database } = this.#options
    if ('entries' in applying) {
      await submit({ ...applying, alongside })
      return
    }
    await database.inTransaction(tx => all([alongside(tx), applying.project(tx)]))
    applying.onProjected()
  }

  #moveOffset(tx: Pick<Writing, 'query'>, from: Position, to: Position): Promise<unknown> {
    const { name, relay } = this.#options
    return tx.query(
      `with moved as (
         insert into consumers as c (name, source, xid, seq) values ($1, $2, $3, $4)
         on conflict (name, source) do update set xid = excluded.xid, seq = excluded.seq
         where c.xid = $5::xid8 and c.seq = $6::bigint returning 1)
       select must_change((select count(*) from moved))`,
      [name, relay.service, to.xid, to.seq, from.xid, from.seq],
    )
  }
}
