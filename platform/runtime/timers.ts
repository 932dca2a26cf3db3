/**
 * Durable deadlines. A due timer becomes a command of its own service; the timer leaves in the same transaction, so it
 * fires once. The clock is injected: a simulator moves it, a restart catches up.
 */
import { isUnreachable, type Reader } from '../db/database.ts'
import type { Logger } from '../ports/logger.ts'
import { Loop } from '../ports/loop.ts'
import type { Clock, Ids } from '../ports/ports.ts'
import type { Accept, ServiceContext } from '../service/service.ts'
import type { Unit } from '../write/unit.ts'

const DUE_MAX = 500
const IDLE_MS = 200
const TRIES_MAX = 10
const RETRY_PAUSE_MS = 1_000

export interface TimersOptions {
  readonly service: string
  readonly accepts: Readonly<Record<string, Accept>>
  readonly context: ServiceContext
  readonly submit: (unit: Unit) => Promise<unknown>
  readonly read: Reader
  readonly clock: Clock
  readonly ids: Ids
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

export class Timers {
  readonly loop: Loop
  readonly #options: TimersOptions

  constructor(options: TimersOptions) {
    this.#options = options
    const { clock, log } = options
    this.loop = new Loop({ name: `timers ${options.service}`, clock, log, idle_ms: IDLE_MS, step: () => this.#step() })
  }

  async #step(): Promise<boolean> {
    const { read, clock } = this.#options
    const { rows } = await read.query<Row>(
      `select id, type, input, actor, correlation_id, causation_id, attempts from timers
       where due_at <= $1 and attempts < ${TRIES_MAX} order by due_at limit ${DUE_MAX}`,
      [clock.now()],
    )
    await Promise.all(rows.map(row => this.#fire(row)))
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
        // Compared by due time too: it may have been set anew since it was read.
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

  /** A timer whose command faults is tried again later; after the last try it stays in the table, for an operator. */
  async #postpone(row: Row): Promise<void> {
    const due = new Date(this.#options.clock.now().getTime() + RETRY_PAUSE_MS * 2 ** row.attempts)
    await this.#options.submit({
      entries: [],
      alongside: tx => tx.query('update timers set attempts = attempts + 1, due_at = $2 where id = $1', [row.id, due]),
    })
  }
}

/** It was fired or cleared elsewhere. */
const isGone = (error: unknown): boolean => (error as { code?: string } | null)?.code === 'MDF02'
