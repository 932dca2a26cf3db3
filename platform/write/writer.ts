/**
 * The one write path. Units queue up while a batch commits; the next batch takes them all, decides them one after
 * another and commits once.
 */
import type { Command, IdempotencyKey, Outcome } from '../command.ts'
import { isTransient, isUnreachable, type Reader } from '../database.ts'
import type { Logger } from '../logger.ts'
import type { Message, Origin } from '../message.ts'
import { WriteMeter } from '../metrics.ts'
import { refuse } from '../refusal.ts'
import type { Vault } from '../vault.ts'
import type { Writer } from '../writer.ts'
import { type BatchFloor, CommitUnknown, executeBatch } from './batch.ts'
import { type CommandRow, openAnswer, RECALL, rememberedOf, replayOf, type SealedAnswer } from './recall.ts'
import type { Unit } from './unit.ts'

/** Units waiting for a batch; past it callers are told at once that we are overloaded. */
const QUEUE_MAX = 20_000
/** Commands in one batch; larger batches gain nothing and make every answer in them late. */
const BATCH_MAX = 1_000
/** Tries of one unit after serialization failures, deadlocks or a lost connection. */
const TRIES_MAX = 5
const WATCH_POLL_MS = 250

export class Overloaded extends Error {}

interface Waiting {
  readonly unit: Unit
  tries: number
  readonly resolve: (outcomes: readonly Outcome[]) => void
  readonly reject: (fault: unknown) => void
}

export interface Committed {
  readonly xid: string
  readonly messages: readonly Message[]
}

export class BatchingWriter implements Writer {
  readonly #floor: BatchFloor
  readonly #read: Reader
  readonly #open: Vault['open']
  readonly #log: Logger
  readonly #meter: WriteMeter
  readonly #queue: Waiting[] = []
  readonly #listeners = new Set<(committed: Committed) => void>()
  readonly #watchers = new Map<string, Set<() => void>>()
  #working: Promise<void> | null = null

  /** `open` decrypts answers that were stored under a person's key. */
  constructor(floor: BatchFloor, read: Reader, open: Vault['open'], log: Logger) {
    this.#floor = floor
    this.#read = read
    this.#open = open
    this.#log = log
    this.#meter = new WriteMeter(floor.service)
  }

  get waiting(): number {
    return this.#queue.length
  }

  onCommit(listener: (committed: Committed) => void): void {
    this.#listeners.add(listener)
  }

  async run(command: Command, origin: Origin, idempotency?: IdempotencyKey): Promise<Outcome> {
    if (this.#queue.length >= QUEUE_MAX) return { kind: 'refused', refusal: refuse('overloaded'), replayed: false }
    const [outcome] = await this.submit({ entries: [{ command, origin, idempotency, fromOutside: true }] })
    if (!outcome) throw new Error('a unit of one command gave no outcome')
    return outcome
  }

  /** Commits a unit with whatever else is waiting; resolves after the commit. */
  submit(unit: Unit): Promise<readonly Outcome[]> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ unit, tries: 0, resolve, reject })
      this.#working ??= this.#work()
    })
  }

  async recall(idempotency: IdempotencyKey): Promise<Outcome | null> {
    const { rows } = await this.#read.query<CommandRow>(RECALL, [[idempotency.key]])
    const row = rows[0]
    return row ? openAnswer(replayOf(rememberedOf(row), idempotency.fingerprint), this.#open) : null
  }

  async head<S>(key: string): Promise<{ state: S; version: number } | null> {
    const { rows } = await this.#read.query('select version, state from heads where stream = $1 and version > 0', [key])
    return rows[0] ?? null
  }

  async waitFor<S>(key: string, until: (state: S) => boolean, limit_ms: number): Promise<S | null> {
    const { clock } = this.#floor.ports
    const deadline_ms = clock.now().getTime() + limit_ms
    for (;;) {
      const changed = this.#nextChange(key, Math.min(WATCH_POLL_MS, deadline_ms - clock.now().getTime()))
      const head = await this.head<S>(key)
      if (head && until(head.state)) return head.state
      if (clock.now().getTime() >= deadline_ms) return null
      await changed
    }
  }

  async idle(): Promise<void> {
    while (this.#working) await this.#working
  }

  /** Resolves at the next commit that changes the head here, or after `limit_ms` (another process may write it). */
  #nextChange(key: string, limit_ms: number): Promise<void> {
    return new Promise(resolve => {
      const watchers = this.#watchers.get(key) ?? new Set<() => void>()
      this.#watchers.set(key, watchers)
      const done = () => {
        timeout.cancel()
        watchers.delete(done)
        if (watchers.size === 0) this.#watchers.delete(key)
        resolve()
      }
      const timeout = this.#floor.ports.clock.after(Math.max(0, limit_ms), done)
      watchers.add(done)
    })
  }

  async #work(): Promise<void> {
    // Commands that arrived in the same turn of the event loop belong into the same batch.
    await Promise.resolve()
    while (this.#queue.length > 0) {
      const batch = this.#take()
      await this.#commit(batch)
    }
    this.#working = null
  }

  #take(): Waiting[] {
    let commands = 0
    let count = 0
    for (const { unit } of this.#queue) {
      commands += Math.max(1, unit.entries.length)
      if (count > 0 && commands > BATCH_MAX) break
      count += 1
    }
    return this.#queue.splice(0, count)
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const { clock } = this.#floor.ports
    const began_ms = clock.now().getTime()
    try {
      const result = await executeBatch(
        this.#floor,
        batch.map(waiting => waiting.unit),
      )
      this.#meter.batch(batch.length, clock.now().getTime() - began_ms)
      for (const [index, waiting] of batch.entries()) {
        const unit = result.units[index]
        if (!unit) continue
        if ('fault' in unit) this.#fail(waiting, unit.fault)
        else this.#settle(waiting, unit.outcomes)
      }
      this.#announce(result)
    } catch (error) {
      await this.#recover(batch, error)
    }
  }

  #settle(waiting: Waiting, answers: readonly (Outcome | SealedAnswer)[]): void {
    if (answers.every(isOpen)) this.#resolve(waiting, answers)
    else {
      Promise.all(answers.map(answer => openAnswer(answer, this.#open))).then(
        outcomes => this.#resolve(waiting, outcomes),
        fault => this.#fail(waiting, fault),
      )
    }
  }

  #resolve(waiting: Waiting, outcomes: readonly Outcome[]): void {
    for (const { kind, replayed } of outcomes) this.#meter.command(replayed ? 'replayed' : kind)
    waiting.resolve(outcomes)
  }

  #fail(waiting: Waiting, fault: unknown): void {
    this.#meter.command('fault')
    waiting.reject(fault)
  }

  #announce(result: { xid: string; messages: readonly Message[]; changed: ReadonlySet<string> }): void {
    for (const key of this.#watchers.size > 0 ? result.changed : []) {
      for (const watcher of this.#watchers.get(key) ?? []) watcher()
    }
    if (result.messages.length === 0) return
    for (const listener of this.#listeners) listener(result)
  }

  /** The batch did not commit. Its units are tried one by one, so that a bad one fails alone. */
  async #recover(batch: readonly Waiting[], error: unknown): Promise<void> {
    const [only] = batch
    if (batch.length === 1 && only) return this.#retryAlone(only, error)
    this.#log.warn({ err: error, units: batch.length }, 'a batch did not commit; its units are tried one by one')
    for (const waiting of batch) {
      if (error instanceof CommitUnknown && !isRepeatable(waiting.unit)) this.#fail(waiting, error)
      else await this.#commit([waiting])
    }
  }

  async #retryAlone(waiting: Waiting, error: unknown): Promise<void> {
    waiting.tries += 1
    const worthwhile = isTransient(error) || isUnreachable(error) || error instanceof CommitUnknown || isKeyRace(error)
    const safe = !(error instanceof CommitUnknown) || isRepeatable(waiting.unit)
    if (!worthwhile || !safe || waiting.tries >= TRIES_MAX) return this.#fail(waiting, error)
    await new Promise<void>(resolve => this.#floor.ports.clock.after(2 ** waiting.tries * 10, resolve))
    await this.#commit([waiting])
  }
}

const isOpen = (answer: Outcome | SealedAnswer): answer is Outcome => answer.kind !== 'sealed'

/** Doing it again is safe: every command has a key, or the unit checks its own offset. */
const isRepeatable = (unit: Unit): boolean =>
  unit.also !== undefined || unit.entries.every(entry => entry.idempotency !== undefined)

/** Two processes ran the same idempotency key at once: the loser looks the winner's answer up. */
const isKeyRace = (error: unknown): boolean =>
  (error as { code?: string }).code === '23505' && (error as { table?: string }).table === 'commands'
