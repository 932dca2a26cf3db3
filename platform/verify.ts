/** Checks of the books: what the services declare, and what holds for every service's floor. */
import type { Queryable } from './database.ts'
import type { Check } from './service.ts'

export interface CheckResult {
  readonly name: string
  readonly property: number
  readonly differences: readonly Record<string, unknown>[]
}

export async function runChecks(checks: readonly Check[], read: Queryable): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const { name, property, differences } of checks) {
    results.push({ name, property, differences: await differences(read) })
  }
  return results
}

/** What must hold in every service that is at rest. */
export const floorChecks: readonly Check[] = [
  {
    name: 'every head stands at the last version of its stream',
    property: 10,
    differences: async read =>
      (
        await read.query(
          `select h.stream, h.version, e.version as last from heads h
           left join lateral (select max(version) as version from events where stream = h.stream) e on true
           where h.version is distinct from e.version limit 100`,
        )
      ).rows,
  },
  {
    name: 'every saga is done, undone or stuck with an owner',
    property: 9,
    differences: async read =>
      (
        await read.query(
          `select stream, state ->> 'saga' as saga, state ->> 'status' as status, state ->> 'step' as step from heads
           where stream like 'saga:%' and (state ->> 'status') not in ('done', 'undone')
             and not (state ->> 'status' = 'stuck' and state ->> 'owner' is not null)
             and not (state ->> 'waiting' = 'true') limit 100`,
        )
      ).rows,
  },
  {
    name: 'no message was set aside unseen',
    property: 8,
    differences: async read =>
      (await read.query('select id, consumer, error from dead_letters where replayed_at is null limit 100')).rows,
  },
  {
    name: 'no timer was given up',
    property: 9,
    differences: async read =>
      (await read.query('select id, type, due_at, attempts from timers where attempts >= 10 limit 100')).rows,
  },
]
