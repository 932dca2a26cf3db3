/** Whether somebody does something too often: more than `max` times within the window, wherever that begins. */
import type { Clock } from '../../ports/ports.ts'

export class FrameRate {
  readonly #clock: Clock
  readonly #window_ms: number
  /** When the last `max` happened, in a ring. */
  readonly #times: number[]
  #next = 0

  constructor(clock: Clock, max: number, window_ms: number) {
    this.#clock = clock
    this.#window_ms = window_ms
    this.#times = new Array<number>(max).fill(Number.NEGATIVE_INFINITY)
  }

  /** Counts one more. False if it is one too many. */
  take(): boolean {
    const now_ms = this.#clock.now().getTime()
    const oldest_ms = this.#times[this.#next] ?? Number.NEGATIVE_INFINITY
    this.#times[this.#next] = now_ms
    this.#next = (this.#next + 1) % this.#times.length
    return now_ms - oldest_ms >= this.#window_ms
  }
}
