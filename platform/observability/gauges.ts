/**
 * Samples what only the database knows: stuck sagas, dead letters that nobody replayed, and the oldest open
 * transaction.
 */
import type { Reader } from '../db/database.ts'
import type { Logger } from '../ports/logger.ts'
import { Loop } from '../ports/loop.ts'
import type { Clock } from '../ports/ports.ts'
import { deadLettersWaiting, oldestTransaction_s, sagas } from './metrics.ts'

const SAMPLE_PAUSE_MS = 10_000
/** A transaction of this age holds back every outbox. It is logged as an alarm. */
const TRANSACTION_AGE_MAX_S = 30

interface Count {
  readonly what: 'saga' | 'letter'
  readonly name: string
  readonly count: number
}

/** A label that is no longer counted is set to 0. */
function show(shown: Set<string>, counts: readonly Count[], set: (name: string, count: number) => void): void {
  for (const name of shown) if (!counts.some(count => count.name === name)) set(name, 0)
  for (const { name, count } of counts) {
    shown.add(name)
    set(name, count)
  }
}

/** Counts of one service that need an operator. */
function sampleOf(service: string, read: Reader): () => Promise<void> {
  const shown = { sagas: new Set<string>(), letters: new Set<string>() }
  return async () => {
    const { rows } = await read.query<Count>(
      `select 'saga' as what, state ->> 'saga' as name, count(*)::int as count from heads where stuck group by 2
       union all
       select 'letter', consumer, count(*)::int from dead_letters where replayed_at is null and given_up_at is null group by 2`,
    )
    const of = (what: Count['what']) => rows.filter(row => row.what === what)
    show(shown.sagas, of('saga'), (saga, count) => sagas.set({ service, saga, status: 'stuck' }, count))
    show(shown.letters, of('letter'), (consumer, count) => deadLettersWaiting.set({ service, consumer }, count))
  }
}

export interface GaugesOptions {
  readonly services: ReadonlyMap<string, Reader>
  readonly read: Reader
  readonly clock: Clock
  readonly log: Logger
}

/** One loop per process. A service is sampled only after something was written (`onActivity`). */
export class Gauges {
  readonly loop: Loop
  readonly #options: GaugesOptions
  readonly #samples: readonly (() => Promise<void>)[]
  #isActive = true

  constructor(options: GaugesOptions) {
    this.#options = options
    const { services, clock, log } = options
    this.#samples = [...services].map(([name, read]) => sampleOf(name, read))
    this.loop = new Loop({ name: 'gauges', clock, log, idle_ms: SAMPLE_PAUSE_MS, step: () => this.#step() })
  }

  onActivity(): void {
    this.#isActive = true
  }

  async #step(): Promise<boolean> {
    const { read, log } = this.#options
    const { rows } = await read.query(
      `select coalesce(extract(epoch from max(now() - xact_start)), 0)::float8 as age_s from pg_stat_activity
       where backend_xid is not null`,
    )
    const { age_s } = rows[0]
    oldestTransaction_s.set(age_s)
    if (age_s > TRANSACTION_AGE_MAX_S) log.warn({ age_s }, 'an old transaction holds the outboxes back')
    if (!this.#isActive) return false
    this.#isActive = false
    try {
      for (const sample of this.#samples) await sample()
    } catch (error) {
      this.#isActive = true
      throw error
    }
    return false
  }
}
