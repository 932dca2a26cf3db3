/**
 * Asks the database once for all who want to know the same at about the same time. An answer is given again for a moment,
 * until something was written here; who asks while one is on its way gets the one after it, so nobody is told what was
 * true only before they asked. Only what another process wrote may be told a moment late.
 */
import type { Clock } from '../../platform/ports.ts'

/** How long an answer is given again; what another process writes is seen after this. */
export const KEPT_MS = 100
/** Questions whose answers are kept; one more, and all are forgotten. */
const QUESTIONS_MAX = 2_000

interface Flight<A> {
  readonly current: Promise<A>
  next: Promise<A> | null
}

interface Kept<A> {
  readonly answer: A
  readonly until_ms: number
}

export class SharedReads<A> {
  readonly #clock: Clock
  readonly #flights = new Map<string, Flight<A>>()
  readonly #kept = new Map<string, Kept<A>>()
  /** Counts what was written here: an answer that was under way meanwhile is not kept. */
  #writes = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Something was written: what was true before is not told any more. */
  forget(): void {
    this.#writes += 1
    this.#kept.clear()
  }

  ask(question: string, fetch: () => Promise<A>): Promise<A> {
    const kept = this.#kept.get(question)
    if (kept && this.#clock.now().getTime() < kept.until_ms) return Promise.resolve(kept.answer)
    const flight = this.#flights.get(question)
    if (!flight) return this.#start(question, fetch)
    const start = () => this.#start(question, fetch)
    flight.next ??= flight.current.then(start, start)
    return flight.next
  }

  #start(question: string, fetch: () => Promise<A>): Promise<A> {
    const writes = this.#writes
    const flight: Flight<A> = { current: fetch(), next: null }
    this.#flights.set(question, flight)
    // The one after it, if anybody waits for it, takes this one's place.
    const land = () => {
      if (flight.next === null) this.#flights.delete(question)
    }
    const keep = (answer: A) => {
      if (writes === this.#writes) this.#keep(question, answer)
      land()
    }
    flight.current.then(keep, land)
    return flight.current
  }

  #keep(question: string, answer: A): void {
    if (this.#kept.size >= QUESTIONS_MAX) this.#kept.clear()
    this.#kept.set(question, { answer, until_ms: this.#clock.now().getTime() + KEPT_MS })
  }
}
