/**
 * Calls to the outside world (a bank, a PSP). The intent is committed before the call, the outcome after it. When the
 * outcome is unknown, the other side is queried with the same key, a bounded number of times.
 */
import type { Refusal } from './refusal.ts'

export type CallOutcome =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /**
   * The other side did not look at it: our key, our rate. If it is the first try, the call is over with the refusal, and
   * nothing happened; later it tells nothing about the tries before.
   */
  | { readonly kind: 'turned_away'; readonly refusal: Refusal; readonly reason: string }
  /** Time-out, broken connection, 5xx, an answer nobody knows: the call may or may not have happened. */
  | { readonly kind: 'unknown'; readonly reason: string }

/** What a query tells: a question that is turned away tells nothing, and is unknown. */
export type QueryOutcome = Exclude<CallOutcome, { readonly kind: 'turned_away' }> | { readonly kind: 'absent' }

/** A call with this input. */
export interface CallDefinition<I = any> {
  /** Performs the call under a stable idempotency key. Must not throw for anything the other side may do. */
  perform(input: I, key: string): Promise<CallOutcome>
  /** How often it is performed while the other side turns it away; once unless said. For calls nobody waits for. */
  readonly turnedAwayTries?: number
  /**
   * For a call that may be made twice and may be lost: how long until the second try (doubled for each further one), and the
   * refusal that ends it when its outcome is still unknown after the last. Without it that is `outcome_unknown`, for a person
   * to look at.
   */
  readonly retry?: { readonly pause_ms: number; readonly givenUp: string }
  /** Queries whether the call of this key happened; `absent` means that it certainly did not. */
  ask(input: I, key: string): Promise<QueryOutcome>
}
