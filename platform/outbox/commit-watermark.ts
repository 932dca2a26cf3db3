/**
 * The commit watermark: all transactions with a smaller number have ended. All relays of a process wait here until
 * their commits are safe to serve, so that one small query answers for all of them.
 */
import type { Reader } from '../db/database.ts'
import type { Logger } from '../ports/logger.ts'
import type { Clock } from '../ports/ports.ts'

/** Delays before the next query while a transaction of another process holds the watermark back. */
const PAUSE_MS_MIN = 1
const PAUSE_MS_MAX = 50

/**
 * The average interval between two queries is at least this. Each answer wakes relays, which wake consumers, each with
 * a query or a commit of its own. Under load one query for the commits of ten milliseconds serves as well as one for
 * each commit.
 */
const ASK_EVERY_MS = 10
/** Queries that may run ahead of this interval: the hops of a saga, one after the other, on an idle system. */
const ASKED_AHEAD_MAX = 25

interface Waiting {
  readonly xid: bigint
  readonly passed: () => void
}

export class CommitWatermark {
  readonly #read: Reader
  readonly #clock: Clock
  readonly #log: Logger
  #waiting: Waiting[] = []
  #asking = false
  #askAgain = false
  #pause_ms = PAUSE_MS_MIN
  /** The time at which the queries so far would have ended, with `ASK_EVERY_MS` between them. */
  #asked_ms = 0
  #stopped = false

  constructor(read: Reader, clock: Clock, log: Logger) {
    this.#read = read
    this.#clock = clock
    this.#log = log
  }

  /**
   * A transaction of this process has ended. `passed` is called once all transactions with a smaller number have ended
   * too.
   */
  ended(xid: bigint, passed: () => void): void {
    this.#waiting.push({ xid, passed })
    this.#pause_ms = PAUSE_MS_MIN
    void this.#ask()
  }

  stop(): void {
    this.#stopped = true
    this.#waiting = []
  }

  async #ask(): Promise<void> {
    if (this.#stopped) return
    if (this.#asking) {
      this.#askAgain = true
      return
    }
    this.#asking = true
    try {
      do {
        this.#askAgain = false
        await this.#rest()
        if (this.#stopped) return
        const { rows } = await this.#read.query('select pg_snapshot_xmin(pg_current_snapshot())::text as xid')
        this.#move(BigInt(rows[0].xid))
      } while (this.#askAgain && this.#waiting.length > 0)
    } catch (fault) {
      this.#log.warn({ err: fault }, 'the watermark could not be asked for; it is asked for again')
    } finally {
      this.#asking = false
    }
    if (this.#waiting.length > 0) this.#askLater()
  }

  /** Waits if there were too many queries. */
  async #rest(): Promise<void> {
    const now_ms = this.#clock.now().getTime()
    const mayBeAhead_ms = ASKED_AHEAD_MAX * ASK_EVERY_MS
    // The clock may be set back.
    const ahead_ms = Math.min(Math.max(0, this.#asked_ms - now_ms), mayBeAhead_ms + ASK_EVERY_MS)
    this.#asked_ms = now_ms + ahead_ms + ASK_EVERY_MS
    if (ahead_ms <= mayBeAhead_ms) return
    await new Promise<void>(resolve => this.#clock.after(ahead_ms - mayBeAhead_ms, resolve))
  }

  #move(watermark: bigint): void {
    const passed = this.#waiting.filter(({ xid }) => xid < watermark)
    if (passed.length === 0) return
    this.#waiting = this.#waiting.filter(({ xid }) => xid >= watermark)
    for (const waiting of passed) waiting.passed()
  }

  #askLater(): void {
    this.#clock.after(this.#pause_ms, () => void this.#ask())
    this.#pause_ms = Math.min(this.#pause_ms * 2, PAUSE_MS_MAX)
  }
}
