/** A clock that can be set back and moved forward, to create weeks of history in seconds. Its delays are real. */
import { type Clock, systemClock } from './ports.ts'

export class MovableClock implements Clock {
  #offset_ms = 0

  now(): Date {
    const now = systemClock.now()
    return this.#offset_ms === 0 ? now : new Date(now.getTime() + this.#offset_ms)
  }

  after(delay_ms: number, action: () => void) {
    return systemClock.after(delay_ms, action)
  }

  moveTo(instant: Date): void {
    this.#offset_ms = instant.getTime() - systemClock.now().getTime()
  }

  advance(duration_ms: number): void {
    this.#offset_ms += duration_ms
  }

  /** Returns to the time of the machine. */
  release(): void {
    this.#offset_ms = 0
  }
}
