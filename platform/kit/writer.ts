/** The one write path, as a service's own code sees it. */

import type { Command, IdempotencyKey, Outcome } from './command.ts'
import type { HeadKey } from './head-key.ts'
import type { Origin } from './message.ts'

export interface Writer {
  /** More is waiting than will be done soon; `run` refuses now. */
  readonly isOverloaded: boolean
  /** `listener` is called after each commit of this process. */
  onCommit(listener: () => void): void
  /** Number of the batch that was written last, by whatever process: whoever has read since knows all that commands did. */
  lastBatch(): Promise<number>
  run(command: Command, origin: Origin, idempotency?: IdempotencyKey): Promise<Outcome>
  /**
   * The stored outcome of a key that was met here, if there is one; null at once for any other, whose outcome is found when
   * its command is run. Refusals: idempotency_key_reused if the fingerprint differs; answer_forgotten if it was a person's who has been
   * forgotten.
   */
  recall(idempotency: IdempotencyKey): Promise<Outcome | null> | null
  /** Resolves when a head's state satisfies `until`, or null when `limit_ms` is over. */
  waitFor<S>(key: HeadKey<S> | string, until: (state: S) => boolean, limit_ms: number): Promise<S | null>
  /** Current state of a head, or null if nothing was ever written to it. */
  head<S>(key: HeadKey<S> | string): Promise<{ state: S; version: number } | null>
}
