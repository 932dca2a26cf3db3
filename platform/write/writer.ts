/**
 * The write path. Units queue up; a batch takes many commands, decides them one after another and commits once. While a
 * batch is written, the next one is decided on top of it; see `Pipeline`.
 */

import type { Reader } from '../db/database.ts'
import type { Command, IdempotencyKey, Outcome } from '../kit/command.ts'
import type { HeadKey } from '../kit/head-key.ts'
import type { Origin } from '../kit/message.ts'
import { refuse } from '../kit/refusal.ts'
import type { Writer } from '../kit/writer.ts'
import { gather, inOrderOf } from '../ports/gather.ts'
import type { Logger } from '../ports/logger.ts'
import type { Vault } from '../vault/vault.ts'
import type { BatchDeps } from './batch.ts'
import type { Committed } from './draft.ts'
import { LAST_BATCH } from './fence.ts'
import type { GroupCommit } from './group-commit.ts'
import { loadHeads } from './load-heads.ts'
import { Pipeline } from './pipeline.ts'
import { type CommandRow, openAnswer, RECALL, rememberedOf, replayOf } from './recall.ts'
import type { Unit } from './unit.ts'

/** Units waiting for a batch: about half a second of work. Beyond it callers get the refusal `overloaded`. */
const QUEUE_MAX = 5_000
const WATCH_POLL_MS = 250
/** Stored answers looked up by one query. */
const RECALL_MAX = 500

export interface WriterOptions {
  readonly read: Reader
  readonly open: Vault['open']
  readonly log: Logger
  /** The services that commit together with this one. */
  readonly group: GroupCommit<Pipeline>
}

export class BatchingWriter implements Writer {
  readonly #deps: BatchDeps
  readonly #read: Reader
  readonly #open: Vault['open']
  readonly #pipeline: Pipeline
  readonly #listeners = new Set<(committed: Committed) => void>()
  readonly #watchers = new Map<string, Set<() => void>>()
  readonly #stored = gather(RECALL_MAX, (keys: readonly string[]) => this.#storedRows(keys))

  constructor(deps: BatchDeps, options: WriterOptions) {
    this.#deps = deps
    this.#read = options.read
    this.#open = options.open
    this.#pipeline = new Pipeline(deps, { ...options, announce: committed => this.#announce(committed) })
  }

  start(): Promise<void> {
    return this.#pipeline.start()
  }

  get waiting(): number {
    return this.#pipeline.waiting
  }

  get isOverloaded(): boolean {
    return this.waiting >= QUEUE_MAX
  }

  onCommit(listener: (committed: Committed) => void): void {
    this.#listeners.add(listener)
  }

  async run(command: Command, origin: Origin, idempotency?: IdempotencyKey): Promise<Outcome> {
    if (this.isOverloaded) return { kind: 'refused', refusal: refuse('overloaded'), replayed: false }
    const [outcome] = await this.submit({ entries: [{ command, origin, idempotency, fromOutside: true }] })
    if (!outcome) throw new Error('a unit of one command gave no outcome')
    return outcome
  }

  /** Commits a unit together with other waiting units. Resolves after the commit. */
  submit(unit: Unit): Promise<readonly Outcome[]> {
    return this.#pipeline.submit(unit)
  }

  async lastBatch(): Promise<number> {
    const { rows } = await this.#read.query<{ batch: number }>(LAST_BATCH)
    return rows[0]?.batch ?? 0
  }

  recall(idempotency: IdempotencyKey): Promise<Outcome | null> | null {
    return this.#pipeline.hasSeen(idempotency.key) ? this.#recalled(idempotency) : null
  }

  async #recalled({ key, fingerprint }: IdempotencyKey): Promise<Outcome | null> {
    const row = await this.#stored(key)
    return row ? openAnswer(replayOf(rememberedOf(row), fingerprint), this.#open) : null
  }

  async #storedRows(keys: readonly string[]): Promise<(CommandRow | null)[]> {
    const { rows } = await this.#read.query<CommandRow>(RECALL, [keys])
    return inOrderOf(keys, rows, ({ key }) => key)
  }

  async head<S>(key: HeadKey<S> | string): Promise<{ state: S; version: number } | null> {
    const heads = await loadHeads(this.#read, this.#deps.aggregates, [key], false)
    const { version, state } = heads.get(key)!
    return version > 0 ? { version, state: state as S } : null
  }

  async waitFor<S>(key: HeadKey<S> | string, until: (state: S) => boolean, limit_ms: number): Promise<S | null> {
    const { clock } = this.#deps.ports
    const deadline_ms = clock.now().getTime() + limit_ms
    for (;;) {
      const changed = this.#nextChange(key, Math.min(WATCH_POLL_MS, deadline_ms - clock.now().getTime()))
      const head = await this.head<S>(key)
      if (head && until(head.state)) return head.state
      if (clock.now().getTime() >= deadline_ms) return null
      await changed
    }
  }

  idle(): Promise<void> {
    return this.#pipeline.idle()
  }

  /**
   * Resolves at the next commit in this process that changes the head, or after `limit_ms` (another process may write
   * it).
   */
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
      const timeout = this.#deps.ports.clock.after(Math.max(0, limit_ms), done)
      watchers.add(done)
    })
  }

  #announce(committed: Committed): void {
    if (this.#watchers.size > 0) {
      for (const key of committed.heads.keys()) for (const watcher of this.#watchers.get(key) ?? []) watcher()
    }
    if (committed.messages.length + committed.timers.length === 0) return
    for (const listener of this.#listeners) listener(committed)
  }
}
