/**
 * Batches on locked heads: while other processes write too, and for units whose batch did not commit. After a second
 * failure each unit is tried in a batch of its own, so that only the faulty one fails.
 */
import type { Logger } from '../ports/logger.ts'
import { type BatchDeps, executeLocked } from './batch.ts'
import type { ExclusiveState } from './exclusive-state.ts'
import { isFenced } from './fence.ts'
import { WentWithAnother } from './group-commit.ts'
import { isSafeToRepeat, isWorthRepeating, type QueuedUnit } from './queued-unit.ts'
import type { Responder } from './responder.ts'
import type { SeenKeys } from './seen-keys.ts'

/** Tries of one unit after serialization failures, deadlocks or a lost connection. */
const TRIES_MAX = 5
/** Batches on locked heads after another process wrote, before this one tries to be exclusive again. */
const LOCKED_BATCHES = 20

interface FailedBatch {
  readonly waiting: readonly QueuedUnit[]
  readonly error: unknown
}

export interface LockedBatchesOptions {
  readonly state: ExclusiveState
  readonly seenKeys: SeenKeys
  readonly responder: Responder
  readonly log: Logger
  /** The commit that was sent last. */
  readonly writing: () => Promise<void>
  readonly onRecovered: () => void
}

export class LockedBatches {
  readonly #deps: BatchDeps
  readonly #options: LockedBatchesOptions
  /** Batches that must still run on locked heads before this process may be the only writer. */
  #left = 1
  /** Decided again once nothing is in flight. */
  #failed: FailedBatch[] = []
  #recovering: Promise<void> | null = null

  constructor(deps: BatchDeps, options: LockedBatchesOptions) {
    this.#deps = deps
    this.#options = options
  }

  /** Resolves when everything that failed is decided again; null if nothing failed. */
  get recovering(): Promise<void> | null {
    return this.#recovering
  }

  /** A batch of this service is in flight or is decided again. */
  get isWriting(): boolean {
    return this.#options.state.isInFlight || this.#recovering !== null
  }

  async nothingInFlight(): Promise<void> {
    while (this.isWriting) await (this.#recovering ?? this.#options.writing())
  }

  /** A batch that was decided from memory did not commit. */
  add(waiting: readonly QueuedUnit[], error: unknown): void {
    this.#failed.push({ waiting, error })
  }

  /** Decides what failed again, once nothing of this service is in flight. */
  recoverWhenLanded(): void {
    if (this.#options.state.isInFlight || this.#failed.length === 0) return
    this.#recovering = this.#decideAgain(this.#failed.splice(0)).finally(() => {
      this.#recovering = null
      this.#options.onRecovered()
    })
  }

  /** The data that these units need could not be read. Nothing of them was decided, so all may be tried again. */
  async retryAll(taken: readonly QueuedUnit[], error: unknown): Promise<void> {
    const { state } = this.#options
    for (const waiting of taken) waiting.unread = undefined
    await this.nothingInFlight()
    if (state.isExclusive) state.clear()
    this.#left = 1
    await this.#recover(taken, error)
  }

  /**
   * Runs one batch on locked heads. Only a batch of the intake may make this process exclusive (`mayBecomeExclusive`):
   * while failed units are tried one by one, nothing may be decided from a memory that the next of them changes.
   */
  async run(waiting: readonly QueuedUnit[], mayBecomeExclusive = false): Promise<void> {
    const { state, seenKeys, responder } = this.#options
    state.leave()
    const began_ms = this.#deps.ports.clock.now().getTime()
    try {
      const { batch, passed, heads } = await executeLocked(
        this.#deps,
        waiting.map(({ unit }) => unit),
      )
      for (const { key } of batch.draft.records) seenKeys.add(key)
      responder.complete(batch, waiting, passed.xid, began_ms)
      this.#left = passed.exclusive ? this.#left - 1 : Math.max(this.#left, 1)
      if (!mayBecomeExclusive || !passed.exclusive || this.#left > 0) return
      state.begin(passed.batch, heads, batch.draft.set.changed)
    } catch (error) {
      await this.#recover(waiting, error)
    }
  }

  /** The first error is the cause; the batches behind it were fenced because of it. */
  async #decideAgain(failed: readonly FailedBatch[]): Promise<void> {
    const { log } = this.#options
    const error = failed[0]?.error
    if (isFenced(error)) {
      this.#left = LOCKED_BATCHES
      log.debug('another process writes too; heads are locked again')
    } else {
      this.#left = 1
      if (!(error instanceof WentWithAnother))
        log.warn({ err: error, batches: failed.length }, 'a batch did not commit; it is decided anew')
    }
    for (const { waiting, error: own } of failed) {
      const again = waiting.filter(each => this.#mayRepeat(each, own))
      if (again.length > 0) await this.run(again)
    }
  }

  #mayRepeat(waiting: QueuedUnit, error: unknown): boolean {
    if (isSafeToRepeat(waiting, error)) return true
    this.#options.responder.fail(waiting, error)
    return false
  }

  /** The batch did not commit. Its units are tried one by one, so that a faulty one fails by itself. */
  async #recover(batch: readonly QueuedUnit[], error: unknown): Promise<void> {
    const [only] = batch
    if (batch.length === 1 && only) return this.#retryOne(only, error)
    this.#options.log.warn(
      { err: error, units: batch.length },
      'a batch did not commit; its units are tried one by one',
    )
    for (const waiting of batch) if (this.#mayRepeat(waiting, error)) await this.run([waiting])
  }

  async #retryOne(waiting: QueuedUnit, error: unknown): Promise<void> {
    waiting.tries += 1
    const mayRetry = isWorthRepeating(error) && isSafeToRepeat(waiting, error) && waiting.tries < TRIES_MAX
    if (!mayRetry) return this.#options.responder.fail(waiting, error)
    await new Promise<void>(resolve => this.#deps.ports.clock.after(2 ** waiting.tries * 10, resolve))
    await this.run([waiting])
  }
}
