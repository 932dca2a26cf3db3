/** Samples what only the database knows: stuck sagas, dead letters nobody settled, the oldest open transaction. */
import type { Reader } from '../db/database.ts'
import type { Logger } from '../ports/logger.ts'
import { Loop } from '../ports/loop.ts'
import type { Clock } from '../ports/ports.ts'
import { deadLettersWaiting, oldestTransaction_s, sagas } from './metrics.ts'

const SAMPLE_PAUSE_MS = 10_000
/** A transaction this old holds every outbox back; it is logged as an alarm. */
const TRANSACTION_AGE_MAX_S = 30

interface Count {
  readonly name: string
  readonly count: number
}

/** What was counted before and is not any more is shown as none. */
function show(shown: Set<string>, counts: readonly Count[], set: (name: string, count: number) => void): void {
  for (const name of shown) if (!counts.some(count => count.name === name)) set(name, 0)
  for (const { name, count } of counts) {
    shown.add(name)
    set(name, count)
  }
}

export function gaugesLoop(service: string, read: Reader, clock: Clock, log: Logger): Loop {
  const shown = { sagas: new Set<string>(), letters: new Set<string>() }

  async function step(): Promise<boolean> {
    const stuck = await read.query(
      `select state ->> 'saga' as name, count(*)::int as count from heads where stuck group by 1`,
    )
    show(shown.sagas, stuck.rows, (saga, count) => sagas.set({ service, saga, status: 'stuck' }, count))
    const letters = await read.query(
      'select consumer as name, count(*)::int as count from dead_letters where replayed_at is null group by 1',
    )
    show(shown.letters, letters.rows, (consumer, count) => deadLettersWaiting.set({ service, consumer }, count))
    const oldest = await read.query(
      `select coalesce(extract(epoch from max(now() - xact_start)), 0)::float8 as age_s from pg_stat_activity
       where backend_xid is not null`,
    )
    const { age_s } = oldest.rows[0]
    oldestTransaction_s.set(age_s)
    if (age_s > TRANSACTION_AGE_MAX_S) log.warn({ age_s }, 'an old transaction holds the outboxes back')
    return false
  }
  return new Loop({ name: `gauges ${service}`, clock, log, idle_ms: SAMPLE_PAUSE_MS, step })
}
