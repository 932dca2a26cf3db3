/**
 * Time limits of running requests, checked by one shared sweep instead of a timer per request. Requests of the same
 * limit expire in the order they began, so a sweep checks only the first few of each lane. Precise to `SWEEP_MS`.
 */
import type { Clock } from '../../ports/ports.ts'

/** A request in its lane. The creator sets both neighbours to null and does not change them. */
export interface Timed {
  readonly started_ms: number
  readonly limit_ms: number
  /** Called once when the limit has passed. */
  expire(): void
  earlier: Timed | null
  later: Timed | null
}

const SWEEP_MS = 100

/**
 * The running requests of one limit, in the order they began: a linked list. A Set that is added to and deleted from
 * continuously allocates a new table again and again, each old table refers to the next, and so all requests since the
 * last major garbage collection stay in memory.
 */
class Lane {
  first: Timed | null = null
  #last: Timed | null = null

  add(timed: Timed): void {
    timed.earlier = this.#last
    if (this.#last === null) this.first = timed
    else this.#last.later = timed
    this.#last = timed
  }

  has(timed: Timed): boolean {
    return timed.earlier !== null || this.first === timed
  }

  remove(timed: Timed): void {
    const { earlier, later } = timed
    if (earlier === null) this.first = later
    else earlier.later = later
    if (later === null) this.#last = earlier
    else later.earlier = earlier
    timed.earlier = null
    timed.later = null
  }
}

export class Deadlines {
  readonly #clock: Clock
  readonly #lanes = new Map<number, Lane>()
  #running = 0
  #sweeping = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(timed: Timed): void {
    let lane = this.#lanes.get(timed.limit_ms)
    if (lane === undefined) {
      lane = new Lane()
      this.#lanes.set(timed.limit_ms, lane)
    }
    lane.add(timed)
    this.#running += 1
    if (!this.#sweeping) this.#schedule()
  }

  /** Does nothing for a request that was removed or has expired. */
  remove(timed: Timed): void {
    const lane = this.#lanes.get(timed.limit_ms)
    if (!lane?.has(timed)) return
    lane.remove(timed)
    this.#running -= 1
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
      for (let timed = lane.first; timed !== null; timed = lane.first) {
        if (timed.started_ms + timed.limit_ms > now_ms) break
        this.remove(timed)
        timed.expire()
      }
    }
    if (this.#running > 0 && !this.#sweeping) this.#schedule()
  }
}
