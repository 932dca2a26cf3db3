/**
 * The state that batches are decided from while this process is the only writer of a service: heads in memory, the
 * pending batch, the batches in flight, and those written last. All of it is dropped together when another writer
 * appears or a commit fails: a new epoch begins.
 */
import type { Reader } from '../db/database.ts'
import type { Logger } from '../ports/logger.ts'
import type { BatchDeps } from './batch.ts'
import { HeadCache } from './head-cache.ts'
import { NEW } from './load-heads.ts'
import { OpenBatch, type OpenBatchOptions } from './open-batch.ts'
import type { QueuedUnit } from './queued-unit.ts'
import type { Remembered } from './recall.ts'
import type { SeenKeys } from './seen-keys.ts'
import type { Unit } from './unit.ts'
import { type LoadedHead, WorkingSet } from './working-set.ts'

/** Batches whose answers are kept: a look-up that began before their commit did not see them. */
const WRITTEN_MAX = 3

/** A batch decided from memory, with the units in it. */
export interface PendingBatch {
  readonly batch: OpenBatch
  readonly waiting: QueuedUnit[]
  /** The epoch that it was decided in. The batch is valid as long as this is the current one. */
  readonly epoch: number
}

export interface ExclusiveStateOptions extends Pick<OpenBatchOptions, 'inlineCommandFor'> {
  readonly deps: BatchDeps
  readonly read: Reader
  readonly log: Logger
  readonly seenKeys: SeenKeys
  /** Everything that is decided and not sent must be decided again. */
  readonly onClear: () => void
}

export class ExclusiveState {
  readonly #options: ExclusiveStateOptions
  readonly #heads: HeadCache
  /** Number of the last batch sent by this process as the only writer; null while heads are locked. */
  #lastBatch: number | null = null
  #epoch = 0
  #pending: PendingBatch | null = null
  /** The oldest first. */
  readonly #inFlight: PendingBatch[] = []
  /** The newest first. */
  #written: OpenBatch[] = []

  constructor(options: ExclusiveStateOptions) {
    this.#options = options
    const { deps, read, log } = options
    const isExclusive = () => this.isExclusive
    this.#heads = new HeadCache({ deps, read, log, isExclusive, isDecided: key => this.knows(key) })
  }

  get isExclusive(): boolean {
    return this.#lastBatch !== null
  }

  get epoch(): number {
    return this.#epoch
  }

  get isInFlight(): boolean {
    return this.#inFlight.length > 0
  }

  /** Commands of the pending batch. */
  get commands(): number {
    return this.#pending?.batch.commands ?? 0
  }

  /** Units of the pending batch. */
  get units(): number {
    return this.#pending?.waiting.length ?? 0
  }

  /** The batch that is being decided. */
  pending(): PendingBatch {
    this.#pending ??= { batch: this.#newBatch(), waiting: [], epoch: this.#epoch }
    return this.#pending
  }

  knows(key: string): boolean {
    return this.#pending?.batch.draft.set.changed.has(key) === true || this.#find(key) !== undefined
  }

  knowsHeadsOf({ entries }: Unit): boolean {
    return entries.every(({ command }) => command.keys.every(key => this.knows(key)))
  }

  /** Nothing was ever written to these heads. */
  addNew(keys: readonly string[]): void {
    for (const key of keys) if (!this.knows(key)) this.#heads.set(key, NEW)
  }

  load(keys: readonly string[]): Promise<void> {
    return this.#heads.load(keys)
  }

  /** This process has been the only writer since this batch, which read and changed these heads. */
  begin(batch: number, read: ReadonlyMap<string, LoadedHead>, changed: ReadonlyMap<string, LoadedHead>): void {
    for (const [key, head] of read) this.#heads.set(key, head)
    this.#heads.written(changed)
    this.#lastBatch = batch
    this.#heads.warm()
  }

  /** Takes the pending batch to be sent behind the batch of number `after`. */
  seal(): { readonly pending: PendingBatch; readonly after: number } | null {
    const pending = this.#pending
    const after = this.#lastBatch
    if (!pending || after === null) return null
    this.#pending = null
    if (pending.waiting.length === 0 && pending.batch.draft.isEmpty) return null
    this.#inFlight.push(pending)
    this.#lastBatch = after + 1
    return { pending, after }
  }

  committed(pending: PendingBatch): void {
    this.#land(pending)
    if (pending.epoch !== this.#epoch) return
    this.#heads.written(pending.batch.draft.set.changed)
    this.#written = [pending.batch, ...this.#written.slice(0, WRITTEN_MAX - 1)]
  }

  failed(pending: PendingBatch): void {
    this.#land(pending)
    if (pending.epoch === this.#epoch) this.clear()
  }

  /** Drops the pending batch and returns its units. */
  reopen(): readonly QueuedUnit[] {
    const units = this.#pending?.waiting ?? []
    this.#pending = null
    return units
  }

  /** Drops everything that was decided from memory. What is not written is decided again. */
  clear(): void {
    this.#epoch += 1
    this.#lastBatch = null
    this.#written = []
    this.#heads.clear()
    this.#options.onClear()
  }

  /** Ends exclusive writing, because heads are about to be locked and may change. */
  leave(): void {
    if (this.isExclusive || this.#pending) this.clear()
  }

  #land(pending: PendingBatch): void {
    this.#inFlight.splice(this.#inFlight.indexOf(pending), 1)
  }

  /** A head as the batches so far leave it, written or not; undefined if it is not in memory. */
  #find(key: string): LoadedHead | undefined {
    for (let at = this.#inFlight.length - 1; at >= 0; at -= 1) {
      const head = this.#inFlight[at]?.batch.draft.set.changed.get(key)
      // A head that is new in that batch is written before the next batch, or the next batch is decided again.
      if (head) return head.exists ? head : { ...head, exists: true }
    }
    return this.#heads.get(key)
  }

  #newBatch(): OpenBatch {
    const { deps, seenKeys, inlineCommandFor } = this.#options
    return new OpenBatch({
      service: deps.service,
      ids: deps.ports.ids,
      set: new WorkingSet(deps.aggregates, key => this.#find(key)),
      mayBeKnown: key => seenKeys.add(key),
      recalled: key => this.#answerOf(key),
      mayAsk: to => deps.asks.has(to),
      inlineCommandFor,
    })
  }

  /** The answer of a batch that a look-up may not have seen. */
  #answerOf(key: string): Remembered | undefined {
    for (const batch of [...this.#inFlight.map(pending => pending.batch), ...this.#written]) {
      const answer = batch.answerOf(key)
      if (answer) return answer
    }
    return undefined
  }
}
