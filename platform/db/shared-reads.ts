/**
 * Asks the database once for all who want to know the same. An answer is given again until something was written: by this
 * process, which is known at once, or by another one, which is asked for at most every `LOOK_AGAIN_MS`. Who asks while a read
 * is on its way gets the one after it, so nobody is told what was true only before they asked.
 */
import type { Clock } from '../ports/ports.ts'
import { Recent } from '../ports/recent.ts'

/** What another process writes is seen after this. */
export const LOOK_AGAIN_MS = 100

interface Flight<A> {
  readonly current: Promise<A>
  next: Promise<A> | null
}

/** Whether what was read may still be told: one for all reads of the same tables. */
export class LastWritten {
  readonly #clock: Clock
  readonly #ask: () => Promise<unknown>
  readonly #listeners = new Set<() => void>()
  #last: unknown = null
  #looked_ms = Number.NEGATIVE_INFINITY
  #looking: Promise<void> | null = null

  /** `ask` tells the number of what was written last, by whatever process. */
  constructor(clock: Clock, ask: () => Promise<unknown>) {
    this.#clock = clock
    this.#ask = ask
  }

  onWritten(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** This process has written. */
  written(): void {
    for (const listener of this.#listeners) listener()
  }

  /** Resolves when what another process wrote longer ago than the limit is known of; null if that is so now. */
  known(): Promise<void> | null {
    const since_ms = this.#clock.now().getTime() - this.#looked_ms
    // A clock may be set back.
    if (since_ms >= 0 && since_ms < LOOK_AGAIN_MS) return null
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #look(): Promise<void> {
    const looked_ms = this.#clock.now().getTime()
    const last = await this.#ask()
    if (last !== this.#last) this.written()
    this.#last = last
    this.#looked_ms = looked_ms
  }
}

export class SharedReads<A> {
  readonly #last: LastWritten
  readonly #flights = new Map<string, Flight<A>>()
  readonly #kept: Recent<A>
  /** Counts what was written: an answer that was under way meanwhile is not kept. */
  #writes = 0

  /** Answers to the latest questions are kept: to so many at least, to twice as many at most. */
  constructor(last: LastWritten, questionsMax: number) {
    this.#last = last
    this.#kept = new Recent(questionsMax)
    last.onWritten(() => this.#forget())
  }

  /** Something was written: what was true before is not told any more. */
  #forget(): void {
    this.#writes += 1
    this.#kept.clear()
  }

  async ask(question: string, fetch: () => Promise<A>): Promise<A> {
    const known = this.#last.known()
    if (known !== null) await known
    const kept = this.#kept.get(question)
    if (kept !== undefined) return kept
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
      if (writes === this.#writes) this.#kept.set(question, answer)
      land()
    }
    flight.current.then(keep, land)
    return flight.current
  }
}
