/**
 * Time limits of running requests. One shared sweep instead of a timer each: requests of the same limit end in the
 * order they began, so a sweep looks at the first few of each lane only. Precise to `SWEEP_MS`.
 */
import type { Clock } from '../ports.ts'

export interface Timed {
  readonly started_ms: number
  readonly limit_ms: number
  /** Called once when the limit has passed. */
  expire(): void
}

const SWEEP_MS = 100

export class Deadlines {
  readonly #clock: Clock
  readonly #lanes = new Map<number, Set<Timed>>()
  #running = 0
  #sweeping = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(timed: Timed): void {
    const lane = this.#lanes.get(timed.limit_ms)
    if (lane === undefined) this.#lanes.set(timed.limit_ms, new Set([timed]))
    else lane.add(timed)
    this.#running += 1
    if (!this.#sweeping) this.#schedule()
  }

  remove(timed: Timed): void {
    if (this.#lanes.get(timed.limit_ms)?.delete(timed)) this.#running -= 1
  }

  /** Requests that have begun and not ended. */
  get running(): number {
    return this.#running
  }

  #schedule(): void {
    this.#sweeping = true
    this.#clock.after(SWEEP_MS, () => this.#sweep())
  }

  #sweep(): void {
    this.#sweeping = false
    const now_ms = this.#clock.now().getTime()
    for (const lane of this.#lanes.values()) {
      for (const timed of lane) {
        if (timed.started_ms + timed.limit_ms > now_ms) break
        this.remove(timed)
        timed.expire()
      }
    }
    if (this.#running > 0 && !this.#sweeping) this.#schedule()
  }
}
