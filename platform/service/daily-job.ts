/**
 * Work that is done once a day, at a time in Seoul:
 *
 *     const close = dailyJob({
 *       name: 'closing',
 *       at: '23:30',
 *       due: closeDue,                       // a command of this service with `{ date }`, which the timer sends
 *       run: (date, now) => [closeBooks.timer(`close/${date}`, now, { date })],
 *     })
 *     defineService(contract, {
 *       aggregates: [close.aggregate],
 *       commands: { closeDue: close.runDay, closeBooks: … },
 *       start: close.start,
 *     })
 *
 * The date that is due next is a head, and a timer in the database waits for it. So each date is run once, by whatever
 * process; and days that the platform was off for are run one after another when it is back.
 */
import { Type } from 'typebox'
import { type DefinedAggregate, defineAggregate } from '../kit/aggregate.ts'
import { accept, type Command, type NewTimer } from '../kit/command.ts'
import { event } from '../kit/contract.ts'
import type { HeadKey } from '../kit/head-key.ts'
import { businessDateOf, businessDayFrom, daysAfter, type Holidays, timeOn } from '../ports/business-date.ts'
import type { ServiceContext } from './service.ts'

/** Days that are caught up; older ones are passed over. */
export const CATCH_UP_DAYS_MAX = 31

interface Due {
  readonly date: string
}

/** The contract of the command that the daily timer sends. */
interface DueCommand {
  readonly service: string
  readonly type: string
  timer(id: string, at: Date, input: Due): NewTimer
}

export interface DailyJobOptions {
  /** Of the head that knows which date is due; unique within the service. */
  readonly name: string
  /** On a clock in Seoul, `23:30`. */
  readonly at: string
  readonly due: DueCommand
  /** What is to be done for a date: commands of this service, as timers that are due now. */
  readonly run: (date: string, now: Date) => readonly NewTimer[]
  /** Not on Saturdays, Sundays and these holidays. Every day, unless said. */
  readonly businessDays?: Holidays
  /** Before the date in the id of the daily timer; the name, unless said. */
  readonly timerPrefix?: string
}

interface Schedule {
  /** Null until the platform has started for the first time. */
  readonly next: string | null
}

export interface DailyJob {
  readonly aggregate: DefinedAggregate<Schedule>
  readonly key: HeadKey<Schedule>
  /** Handles the command of the daily timer. */
  readonly runDay: (due: Due) => Command
  /** Sets the clock at the very first start; from then on it is a timer in the database. */
  readonly start: (context: Pick<ServiceContext, 'writer' | 'ports'>) => Promise<void>
}

export function dailyJob({ name, at, due, run, businessDays, timerPrefix = name }: DailyJobOptions): DailyJob {
  const { service } = due
  const dayDue = event(`${service}.day-due`, Type.Object({ next: Type.String({ format: 'date' }) }))
  const aggregate = defineAggregate({
    name,
    shape: 1,
    initial: () => ({ next: null }),
    events: [dayDue],
    evolve: (_state: Schedule, { data }): Schedule => data,
  })
  const key = aggregate.key('daily')
  const dayFrom = (date: string): string => (businessDays ? businessDayFrom(date, businessDays) : date)
  /** One for each day: a timer that has fired leaves under its id, also when it was set anew. */
  const dailyTimer = (date: string): NewTimer => due.timer(`${timerPrefix}/${date}`, timeOn(date, at), { date })

  /** Runs the date that is due, and waits for the one after it. */
  const runDay = (asked: Due): Command => ({
    type: due.type,
    keys: [key],
    decide(states, { now }) {
      const { next } = states.of(key)
      if (next !== asked.date) return accept([])
      const oldest = dayFrom(daysAfter(businessDateOf(now), -CATCH_UP_DAYS_MAX))
      const isTooOld = next < oldest
      const date = isTooOld ? oldest : next
      const following = dayFrom(daysAfter(date, 1))
      const setTimers = [...run(date, now), dailyTimer(following)]
      return accept([dayDue.of(key, { next: following })], { setTimers })
    },
  })

  const firstDay: Command = {
    type: `${service}.begin-schedule`,
    keys: [key],
    decide(states, { now }) {
      if (states.of(key).next !== null) return accept([])
      const next = dayFrom(businessDateOf(now))
      return accept([dayDue.of(key, { next })], { setTimers: [dailyTimer(next)] })
    },
  }

  return {
    aggregate,
    key,
    runDay,
    async start({ writer, ports }) {
      if (await writer.head(key)) return
      const id = ports.ids.next('cor')
      await writer.run(firstDay, { actor: `system:${service}`, correlationId: id, causationId: id })
    },
  }
}
