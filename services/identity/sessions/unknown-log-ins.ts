/**
 * Wrong log-ins under e-mail addresses that nobody has, counted as if there were an account, so that being locked does
 * not tell that one exists. In memory and bounded: nothing is remembered for good of people who are not here.
 */
import type { Clock } from '../../../platform/ports/ports.ts'
import { countFailure, type Failures, isLocked } from './log-in.ts'

export const ADDRESSES_MAX = 10_000

const NONE: Failures = { failures: 0, lockedUntil: null }

export class UnknownLogIns {
  readonly #clock: Clock
  readonly #counted = new Map<string, Failures>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Until when the address would be locked; null if it would not. */
  lockedUntil(emailIndex: string): string | null {
    const failures = this.#counted.get(emailIndex) ?? NONE
    return isLocked(failures, this.#clock.now()) ? failures.lockedUntil : null
  }

  count(emailIndex: string): void {
    const before = this.#counted.get(emailIndex) ?? NONE
    this.#counted.delete(emailIndex)
    const oldest = this.#counted.keys().next()
    if (this.#counted.size >= ADDRESSES_MAX && !oldest.done) this.#counted.delete(oldest.value)
    this.#counted.set(emailIndex, countFailure(before, this.#clock.now()))
  }
}
