/**
 * Calls to the outside world (a bank, a PSP). The intent is committed before the call, the outcome after it. When the
 * outcome is unknown, the other side is queried with the same key, a bounded number of times.
 */
import type { Refusal } from './refusal.ts'

export type CallOutcome =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Time-out, broken connection, 5xx: the call may or may not have happened. */
  | { readonly kind: 'unknown'; readonly reason: string }

/** A call with this input. */
export interface CallDefinition<I = any> {
  /** Performs the call under a stable idempotency key. Must not throw for anything the other side may do. */
  perform(input: I, key: string): Promise<CallOutcome>
  /** Queries whether the call of this key happened; `absent` means that it certainly did not. */
  ask(input: I, key: string): Promise<CallOutcome | { readonly kind: 'absent' }>
}
