/**
 * The daily run: at half past eleven at night in Seoul, on the injected clock. The date that is due next is kept, so days
 * that the platform was off for are run one after another when it is back.
 */
import { Type } from 'typebox'
import { runDue, runSettlements } from '../../contracts/settlements.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { accept, type Command, type NewTimer } from '../../platform/kit/command.ts'
import { event } from '../../platform/kit/contract.ts'
import { businessDateOf, endOf } from '../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../platform/service/service.ts'

/** Days that are caught up; what was earned on those before goes with the first of them. */
export const CATCH_UP_DAYS_MAX = 31

/** Half past eleven at night: this long before the date is over. */
const BEFORE_MIDNIGHT_MS = 30 * 60_000

const runTimeOf = (date: string): Date => new Date(endOf(date).getTime() - BEFORE_MIDNIGHT_MS)

const daysAfter = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString()

interface Schedule {
  /** Null until the platform has started for the first time. */
  readonly next: string | null
}

const dayDue = event('settlements.day-due', Type.Object({ next: Type.String({ format: 'date' }) }))

export const schedule = defineAggregate({
  name: 'schedule',
  shape: 1,
  initial: () => ({ next: null }),
  events: [dayDue],
  evolve: (_state: Schedule, { data }): Schedule => data,
})

export const SCHEDULE = schedule.key('daily')

/** One for each day: a timer that has fired leaves under its id, also when it was set anew. */
const dailyTimer = (date: string): NewTimer => runDue.timer(`due/${date}`, runTimeOf(date), { date })

/** Runs the date that is due, and waits for the one after it. */
export const runDay = (due: { readonly date: string }): Command => ({
  type: runDue.type,
  keys: [SCHEDULE],
  decide(states, { now }) {
    const { next } = states.of(SCHEDULE)
    if (next !== due.date) return accept([])
    const oldest = daysAfter(businessDateOf(now), -CATCH_UP_DAYS_MAX)
    const tooLongAgo = next < oldest
    const date = tooLongAgo ? oldest : next
    const following = daysAfter(date, 1)
    const run = runSettlements.timer(`run/${date}`, now, { businessDate: date })
    return accept([dayDue.of(SCHEDULE, { next: following })], { setTimers: [run, dailyTimer(following)] })
  },
})

const firstDay = (): Command => ({
  type: 'settlements.begin-schedule',
  keys: [SCHEDULE],
  decide(states, { now }) {
    if (states.of(SCHEDULE).next !== null) return accept([])
    const next = businessDateOf(now)
    return accept([dayDue.of(SCHEDULE, { next })], { setTimers: [dailyTimer(next)] })
  },
})

/** At the very first start the clock is set; from then on it is a timer in the database. */
export async function beginSchedule({ writer, ports }: ServiceContext): Promise<void> {
  if (await writer.head(SCHEDULE)) return
  const id = ports.ids.next('cor')
  await writer.run(firstDay(), { actor: 'system:settlements', correlationId: id, causationId: id })
}
