/**
 * Counts requests per caller in a window that begins with the caller's first request. In memory and bounded: callers
 * are kept in the order in which their windows began, so expired windows are at the front.
 */
import type { Clock } from '../../ports/ports.ts'

interface Window {
  readonly since_ms: number
  count: number
}

export const CALLERS_MAX = 100_000

export class RateLimit {
  readonly #clock: Clock
  readonly #requests_max: number
  readonly #window_ms: number
  readonly #windows = new Map<string, Window>()

  constructor(clock: Clock, requests_max: number, window_ms: number) {
    this.#clock = clock
    this.#requests_max = requests_max
    this.#window_ms = window_ms
  }

  /** Counts one request. Returns 0 if it is within the limit, otherwise the seconds until the window ends. */
  take(caller: string): number {
    const now_ms = this.#clock.now().getTime()
    const window = this.#windows.get(caller)
    if (window === undefined || now_ms - window.since_ms >= this.#window_ms) {
      this.#windows.delete(caller)
      this.#forgetOver(now_ms)
      this.#windows.set(caller, { since_ms: now_ms, count: 1 })
      return 0
    }
    window.count += 1
    if (window.count <= this.#requests_max) return 0
    return Math.ceil((window.since_ms + this.#window_ms - now_ms) / 1000)
  }

  /** When there are too many callers, the oldest window is dropped. */
  #forgetOver(now_ms: number): void {
    for (const [caller, { since_ms }] of this.#windows) {
      if (now_ms - since_ms < this.#window_ms && this.#windows.size < CALLERS_MAX) return
      this.#windows.delete(caller)
    }
  }
}
