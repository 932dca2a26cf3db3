/**
 * Durable timers. A due timer becomes a command of its service and is deleted in the same transaction, so it fires
 * once. One loop serves all services of a process: it knows the next deadline of each, and queries the database only
 * when that has come.
 */
import { isUnreachable, type Reader } from '../db/database.ts'
import type { Logger } from '../ports/logger.ts'
import { Loop } from '../ports/loop.ts'
import type { Clock } from '../ports/ports.ts'
import type { Accept, ServiceContext } from '../service/service.ts'
import type { Unit } from '../write/unit.ts'

const DUE_MAX = 500
/** The clock is compared with the next deadline this often, because a clock may be moved. */
const TICK_MS = 200
/** Timers of another process are fired by that process. If it has ended, this process finds them after this time. */
const LOOK_AGAIN_MS = 5_000
export const TRIES_MAX = 10
const RETRY_PAUSE_MS = 1_000

export interface ServiceTimersOptions {
  readonly accepts: Readonly<Record<string, Accept>>
  readonly context: ServiceContext
  readonly submit: (unit: Unit) => Promise<unknown>
  readonly read: Reader
  readonly clock: Clock
  readonly log: Logger
}

interface Row {
  readonly id: string
  readonly type: string
  readonly input: unknown
  readonly actor: string
  readonly correlation_id: string
  readonly causation_id: string
  readonly attempts: number
}

export class ServiceTimers {
  readonly #options: ServiceTimersOptions
  /** The time of the next timer; 0 until it is known. */
  #next_ms = 0
  #onEarlier: () => void = () => {}

  constructor(options: ServiceTimersOptions) {
    this.#options = options
  }

  onEarlier(listener: () => void): void {
    this.#onEarlier = listener
  }

  /** This process has set timers. */
  set(timers: readonly { readonly at: Date }[]): void {
    for (const { at } of timers) {
      if (at.getTime() >= this.#next_ms) continue
      this.#next_ms = at.getTime()
      this.#onEarlier()
    }
  }

  lookAgain(): void {
    this.#next_ms = 0
  }

  /** Tries one that was given up again. False if there is none of that id. */
  retry(id: string): Promise<boolean> {
    return this.#endWait('update timers set attempts = 0, due_at = $2 where id = $1', [id, this.#options.clock.now()])
  }

  /** Nobody will fire it. False if none of that id was given up. */
  giveUp(id: string): Promise<boolean> {
    return this.#endWait('delete from timers where id = $1', [id])
  }

  async #endWait(change: string, values: readonly unknown[]): Promise<boolean> {
    const { rows } = await this.#options.read.query(`${change} and attempts >= ${TRIES_MAX} returning 1`, [...values])
    this.lookAgain()
    this.#onEarlier()
    return rows.length > 0
  }

  /** Fires due timers. True when there may be more. */
  async step(): Promise<boolean> {
    const now = this.#options.clock.now()
    if (this.#next_ms > now.getTime()) return false
    // Timers that are set meanwhile are found by it, or come after it.
    this.#next_ms = Number.POSITIVE_INFINITY
    try {
      return await this.#fireDue(now)
    } catch (error) {
      this.lookAgain()
      throw error
    }
  }

  async #fireDue(now: Date): Promise<boolean> {
    const { read } = this.#options
    const { rows } = await read.query<Row>(
      `select id, type, input, actor, correlation_id, causation_id, attempts from timers
       where due_at <= $1 and attempts < ${TRIES_MAX} order by due_at limit ${DUE_MAX}`,
      [now],
    )
    await Promise.all(rows.map(row => this.#fire(row)))
    const next = await read.query<{ at: Date | null }>(
      `select min(due_at) as at from timers where attempts < ${TRIES_MAX}`,
      [],
    )
    this.#next_ms = Math.min(this.#next_ms, next.rows[0]?.at?.getTime() ?? Number.POSITIVE_INFINITY)
    return rows.length === DUE_MAX
  }

  async #fire(row: Row): Promise<void> {
    const { accepts, context, submit, log } = this.#options
    try {
      const accept = accepts[row.type]
      if (!accept) throw new Error(`nothing accepts the timer ${row.type}`)
      const command = await accept(row.input, context)
      const origin = { actor: row.actor, correlationId: row.correlation_id, causationId: row.id }
      await submit({
        entries: [{ command, origin }],
        // Also compared by due time: the timer may have been set again since it was read.
        alongside: tx =>
          tx.query(
            `with gone as (delete from timers where id = $1 and due_at <= $2 returning 1)
             select must_change((select count(*) from gone))`,
            [row.id, this.#options.clock.now()],
          ),
      })
    } catch (error) {
      if (isGone(error) || isUnreachable(error)) return
      log.error({ err: error, timer: row.id, correlationId: row.correlation_id, attempts: row.attempts + 1 }, 'timer')
      await this.#postpone(row)
    }
  }

  /** A timer whose command fails is retried later. After the last try it stays in the table, for an operator. */
  async #postpone(row: Row): Promise<void> {
    const due = new Date(this.#options.clock.now().getTime() + RETRY_PAUSE_MS * 2 ** row.attempts)
    await this.#options.submit({
      entries: [],
      alongside: tx => tx.query('update timers set attempts = attempts + 1, due_at = $2 where id = $1', [row.id, due]),
    })
  }
}

export class Timers {
  readonly loop: Loop
  readonly #services: readonly ServiceTimers[]
  readonly #clock: Clock
  #looked_ms = 0
  #isActive = true

  constructor(services: readonly ServiceTimers[], clock: Clock, log: Logger) {
    this.#services = services
    this.#clock = clock
    this.loop = new Loop({ name: 'timers', clock, log, idle_ms: TICK_MS, step: () => this.#step() })
    for (const service of services) service.onEarlier(() => this.loop.wake())
  }

  /** The database was written to. */
  onActivity(): void {
    this.#isActive = true
  }

  async #step(): Promise<boolean> {
    const now_ms = this.#clock.now().getTime()
    if (this.#isActive && Math.abs(now_ms - this.#looked_ms) >= LOOK_AGAIN_MS) {
      this.#looked_ms = now_ms
      this.#isActive = false
      for (const service of this.#services) service.lookAgain()
    }
    const more = await Promise.all(this.#services.map(service => service.step()))
    return more.includes(true)
  }
}

/** It was fired or cleared elsewhere. */
const isGone = (error: unknown): boolean => (error as { code?: string } | null)?.code === 'MDF02'
