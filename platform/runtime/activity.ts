/**
 * Detects writes to the database server by any process: one small query for the whole process, twice a second. While
 * its result is unchanged, no transaction has begun to write and none has ended, so no loop has to look for writes of
 * other processes.
 */
import type { Reader } from '../db/database.ts'
import type { Logger } from '../ports/logger.ts'
import { Loop } from '../ports/loop.ts'
import type { Clock } from '../ports/ports.ts'

const LOOK_EVERY_MS = 500

export class Activity {
  readonly loop: Loop
  readonly #read: Reader
  readonly #listeners: (() => void)[] = []
  #last = ''

  constructor(read: Reader, clock: Clock, log: Logger) {
    this.#read = read
    this.loop = new Loop({ name: 'activity', clock, log, idle_ms: LOOK_EVERY_MS, step: () => this.#step() })
  }

  /** Calls the listener after each query that finds a change. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  async #step(): Promise<boolean> {
    const { rows } = await this.#read.query('select pg_current_snapshot()::text as now')
    if (rows[0].now === this.#last) return false
    this.#last = rows[0].now
    for (const listener of this.#listeners) listener()
    return false
  }
}
