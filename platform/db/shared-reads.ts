/**
 * One query of the database for all callers that ask the same question. The result is reused until something was
 * written: by this process, which is known immediately, or by another process, which is checked at most every
 * `LOOK_AGAIN_MS`. A caller that arrives while a read is in flight gets the next read, so no result is older than its
 * question.
 */
import type { Clock } from '../ports/ports.ts'
import { Recent } from '../ports/recent.ts'

/** Writes of another process become visible after this time. */
export const LOOK_AGAIN_MS = 100

interface Flight<A> {
  readonly current: Promise<A>
  next: Promise<A> | null
}

/** Tells whether a result is still current. One instance for all reads of the same tables. */
export class LastWritten {
  readonly #clock: Clock
  readonly #ask: () => Promise<unknown>
  readonly #listeners = new Set<() => void>()
  #last: unknown = null
  #looked_ms = Number.NEGATIVE_INFINITY
  #looking: Promise<void> | null = null

  /** `ask` returns the number of the last write by any process. */
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

  /**
   * Resolves when all writes of other processes that are older than the limit are known. Null if that is already so.
   */
  known(): Promise<void> | null {
    const since_ms = this.#clock.now().getTime() - this.#looked_ms
    // The clock may be set back.
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
  /** The number of writes: a result that was in flight during a write is not kept. */
  #writes = 0

  /** Keeps the results of the latest questions: of at least `questionsMax`, of at most twice as many. */
  constructor(last: LastWritten, questionsMax: number) {
    this.#last = last
    this.#kept = new Recent(questionsMax)
    last.onWritten(() => this.#forget())
  }

  /** Something was written: earlier results are not reused. */
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
    // The next read, if anybody waits for it, takes the place of this one.
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
