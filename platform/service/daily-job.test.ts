import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { Given } from '../../test/harness/given.ts'
import type { Accepted, Command } from '../kit/command.ts'
import { command } from '../kit/contract.ts'
import { isRefusal } from '../kit/refusal.ts'
import type { Writer } from '../kit/writer.ts'
import { type Holidays, noHolidays } from '../ports/business-date.ts'
import { systemPorts } from '../ports/ports.ts'
import { CATCH_UP_DAYS_MAX, type DailyJob, dailyJob } from './daily-job.ts'

const closeDue = command('books.close-due', Type.Object({ date: Type.String() }))
const close = command('books.close', Type.Object({ date: Type.String() }))

const jobOn = (businessDays?: Holidays) =>
  dailyJob({
    name: 'closing',
    at: '18:05',
    due: closeDue,
    run: (date, now) => [close.timer(`close/${date}`, now, { date })],
    ...(businessDays && { businessDays }),
  })

/** The command that the first start runs, and no other does. */
async function firstStart(job: DailyJob): Promise<Command[]> {
  const commands: Command[] = []
  const writer = {
    head: async () => null,
    run: async (first: Command) => void commands.push(first),
  } as unknown as Writer
  await job.start({ writer, ports: systemPorts() })
  return commands
}

const timersOf = (given: Given, command: Command): string[] => {
  const { decision } = given.when(command)
  if (isRefusal(decision)) throw new Error(decision.code)
  const { setTimers = [] }: Accepted = decision
  return setTimers.map(({ id, at }) => `${id} ${at.toISOString()}`)
}

const FRIDAY = '2026-11-20'

async function begun(job: DailyJob, now: string, later = now): Promise<Given> {
  const [first] = await firstStart(job)
  const given = new Given([job.aggregate], new Date(now))
  const { messages } = given.when(first!)
  return new Given([job.aggregate], new Date(later)).happened(...messages)
}

describe('a daily job', () => {
  it('begins with the day of the first start, and begins once', async () => {
    const job = jobOn()
    const [first] = await firstStart(job)
    const given = new Given([job.aggregate], new Date('2026-11-20T03:00:00Z'))
    expect(timersOf(given, first!)).toEqual(['closing/2026-11-20 2026-11-20T09:05:00.000Z'])
    expect(timersOf(given, first!)).toEqual([])
  })

  it('does nothing at a later start', async () => {
    const job = jobOn()
    const writer = { head: async () => ({ state: { next: FRIDAY }, version: 1 }) } as unknown as Writer
    await expect(job.start({ writer, ports: systemPorts() })).resolves.toBeUndefined()
  })

  it('runs a day once, however often and by how many its timer is fired', async () => {
    const job = jobOn()
    const given = await begun(job, '2026-11-20T09:05:00Z')
    expect(timersOf(given, job.runDay({ date: FRIDAY }))).toEqual([
      'close/2026-11-20 2026-11-20T09:05:00.000Z',
      'closing/2026-11-21 2026-11-21T09:05:00.000Z',
    ])
    expect(timersOf(given, job.runDay({ date: FRIDAY }))).toEqual([])
    expect(timersOf(given, job.runDay({ date: '2026-11-22' }))).toEqual([])
  })

  it('catches up the days it was off for, one by one', async () => {
    const job = jobOn()
    const given = await begun(job, '2026-11-20T03:00:00Z', '2026-11-23T01:00:00Z')
    const ran = [FRIDAY, '2026-11-21', '2026-11-22'].map(date => timersOf(given, job.runDay({ date })).length)
    expect(ran).toEqual([2, 2, 2])
    expect(given.state(job.key)).toEqual({ next: '2026-11-23' })
  })

  it(`catches up ${CATCH_UP_DAYS_MAX} days at most`, async () => {
    const job = jobOn()
    const given = await begun(job, '2026-11-20T03:00:00Z', '2027-03-01T01:00:00Z')
    expect(timersOf(given, job.runDay({ date: FRIDAY }))[0]).toMatch(/^close\/2027-01-29 /)
  })
})

describe('a job on business days', () => {
  it('passes over weekends and holidays', async () => {
    const job = jobOn({ isHoliday: date => date === '2026-11-23' })
    const given = await begun(job, '2026-11-20T03:00:00Z')
    expect(timersOf(given, job.runDay({ date: FRIDAY }))[1]).toMatch(/^closing\/2026-11-24 /)
  })

  it('begins with the first one', async () => {
    const job = jobOn(noHolidays)
    const [first] = await firstStart(job)
    const given = new Given([job.aggregate], new Date('2026-11-21T03:00:00Z'))
    expect(timersOf(given, first!)[0]).toMatch(/^closing\/2026-11-23 /)
  })
})
