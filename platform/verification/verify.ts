/** Consistency checks: those that a service declares, and those that hold for every service. */
import type { Queryable } from '../db/database.ts'
import type { Check } from '../service/service.ts'
import { numbersWithinLimit } from './limits.ts'

export interface CheckResult {
  readonly name: string
  readonly property: number
  readonly differences: readonly Record<string, unknown>[]
}

/** A check that consists of one query: its rows are the differences. */
export const check = (name: string, property: number, sql: string): Check => ({
  name,
  property,
  differences: async read => (await read.query(sql)).rows,
})

export async function runChecks(checks: readonly Check[], read: Queryable): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const { name, property, differences } of checks) {
    results.push({ name, property, differences: await differences(read) })
  }
  return results
}

/** Checks that hold for every service at rest. */
export const coreChecks: readonly Check[] = [
  check(
    'every head stands at the last version of its stream',
    10,
    `select h.stream, h.version, e.version as last from heads h
     left join lateral (select max(version) as version from events where stream = h.stream) e on true
     where h.version is distinct from e.version limit 100`,
  ),
  check(
    'every saga is done, undone or stuck with an owner',
    9,
    `select stream, state ->> 'saga' as saga, state ->> 'status' as status, state ->> 'step' as step from heads
     where stream like 'saga:%' and (state ->> 'status') not in ('done', 'undone')
       and not (state ->> 'status' = 'stuck' and state ->> 'owner' is not null)
       and not (state ->> 'waiting' = 'true') limit 100`,
  ),
  check(
    'no message was set aside unseen',
    8,
    'select id, consumer, error from dead_letters where replayed_at is null and given_up_at is null limit 100',
  ),
  numbersWithinLimit,
  check('no timer was given up', 9, 'select id, type, due_at, attempts from timers where attempts >= 10 limit 100'),
]
