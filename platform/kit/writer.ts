/** The write path, as the code of a service sees it. */

import type { Command, IdempotencyKey, Outcome } from './command.ts'
import type { HeadKey } from './head-key.ts'
import type { Origin } from './message.ts'

/** A commit of this process. */
export interface Commit {
  /** The heads that it changed. */
  readonly heads: Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>
}

export interface Writer {
  /** The queue is too long; `run` refuses. */
  readonly isOverloaded: boolean
  /** `listener` is called after each commit of this process that wrote messages or timers. */
  onCommit(listener: (commit: Commit) => void): void
  /** Number of the batch that was written last, by any process. A read that began after it sees all its effects. */
  lastBatch(): Promise<number>
  run(command: Command, origin: Origin, idempotency?: IdempotencyKey): Promise<Outcome>
  /**
   * The stored outcome of a key that this process has seen, if there is one. Null (not a promise) for any other key,
   * whose outcome is found when its command runs. Refusals: idempotency_key_reused if the fingerprint differs;
   * answer_forgotten if the key of the person is destroyed.
   */
  recall(idempotency: IdempotencyKey): Promise<Outcome | null> | null
  /** Resolves when a head's state satisfies `until`, or null when `limit_ms` is over. */
  waitFor<S>(key: HeadKey<S> | string, until: (state: S) => boolean, limit_ms: number): Promise<S | null>
  /** Current state of a head, or null if nothing was ever written to it. */
  head<S>(key: HeadKey<S> | string): Promise<{ state: S; version: number } | null>
}
