/** One load on a running server: a driver's process sends it, and clocks, counters and endings are read beside it. */
import { costsOf } from './costs.ts'
import type { Job } from './driver/job.ts'
import { type Measured, NO_ANSWER } from './driver/measured.ts'
import { DriverProcess } from './driver/process.ts'
import { type Endings, type Tail, Watcher } from './endings.ts'
import { type Latency, latencyOf } from './latency.ts'
import { PostgresGauge } from './machine/postgres.ts'
import { type Memory, memoryOf } from './machine/processes.ts'
import { batchesBetween } from './machine/server-metrics.ts'
import { stolenBetween } from './machine/stolen.ts'
import { type Moment, momentOf } from './moment.ts'
import type { Open } from './open.ts'
import type { RequestSource } from './requests/index.ts'
import type { RunOptions } from './run-options.ts'
import type { ServerProcess } from './server.ts'

export interface LoadPlan extends Pick<Job, 'total' | 'begunMax' | 'giveUp_ms'> {
  readonly label: string
  /** Asked anew from time to time, because access tokens live for ten minutes only. */
  readonly requests: () => RequestSource
  /** Kinds of answers that belong to the load (`201`); every other one is an error. */
  readonly expected: readonly string[]
  /** Requests a second, infinite for all at once; null is the closed loop. */
  readonly rate?: number | null
  readonly connections?: number
  readonly seconds?: number
  readonly warmup_s?: number
  /** How to see the end of what a request began, when that is later than its answer. */
  readonly endings?: Endings
}

export type Counts = Readonly<Record<string, number>>

/** Figures only, so that it can be written down as it is. */
export interface LoadResult {
  readonly label: string
  /** By the machine's steady clock. */
  readonly window_us: readonly [number, number]
  readonly loop: string
  readonly connections: number
  readonly warmup_s: number
  readonly seconds: number
  /** Answers below status 400. */
  readonly perSecond: number
  readonly slowestSecond: number
  readonly accepted: number
  readonly latency: Latency
  /** Of answers with 503, from sending. */
  readonly turnedAway: Latency | null
  readonly tail: Tail | null
  readonly answers: Counts
  readonly errors: Counts
  /** The share of all processors that the host took meanwhile; null where that is not known. */
  readonly stolen: number | null
  /** Measured again, and so no part of any row. */
  readonly setAside?: boolean
  readonly costs: ReturnType<typeof costsOf>
  readonly batches: ReturnType<typeof batchesBetween>
  readonly memory: { readonly server: Memory; readonly postgres: Memory; readonly driver: Memory }
  readonly postgres: { readonly version: string; readonly durability: string }
}

/** Requests of which nobody knows whether they had their effect. */
export const unsureIn = (loads: readonly LoadResult[]): number =>
  loads
    .flatMap(({ answers }) => Object.entries(answers))
    .reduce((sum, [kind, count]) => (kind === NO_ANSWER || kind.startsWith('504') ? sum + count : sum), 0)

/** Those that rows are made of. */
export const counted = (loads: readonly LoadResult[]): LoadResult[] => loads.filter(({ setAside }) => !setAside)

export const acceptedIn = (loads: readonly LoadResult[]): number =>
  loads.reduce((sum, { accepted }) => sum + accepted, 0)

interface Ground {
  readonly options: RunOptions
  readonly databaseUrl: string
  readonly server: ServerProcess
  readonly open: Open
}

const NOT_ENDED = 'accepted and not ended'
const RENEWAL_MS = 5 * 60_000

export async function runLoad(ground: Ground, plan: LoadPlan): Promise<LoadResult> {
  const { databaseUrl, server, open } = ground
  const driver = new DriverProcess()
  const closings = [open.add(() => driver.stop())]
  try {
    const gauge = await PostgresGauge.open(databaseUrl)
    closings.push(open.add(() => gauge.close()))
    const watcher = plan.endings ? await Watcher.open(databaseUrl, plan.endings) : null
    if (watcher) {
      watcher.onEnded(count => driver.ended(count))
      closings.push(open.add(() => watcher.close()))
    }
    const looking: Promise<Moment>[] = []
    const job = jobOf(ground, plan)
    const onEdge = () => {
      if (looking.length === 0) watcher?.beginWindow(job.window_ms)
      else watcher?.endWindow()
      looking.push(momentOf(server, driver, gauge))
    }
    const renewal = setInterval(() => driver.renew(plan.requests()), RENEWAL_MS)
    const measured = await driver.run(job, onEdge).finally(() => clearInterval(renewal))
    const tail = (await watcher?.finish(measured.accepted)) ?? null
    const [first, last] = await Promise.all(looking)
    if (!first || !last) throw new Error('the window of the load neither opened nor closed')
    const answered = answersOf(measured, plan)
    return {
      ...loopOf(job),
      ...answered,
      errors: { ...answered.errors, ...unendedOf(tail, measured.accepted) },
      label: plan.label,
      window_us: [first.at_us, last.at_us],
      tail,
      stolen: stolenBetween(first.processors, last.processors),
      costs: costsOf(first, last, tail?.ended ?? measured.answered, await gauge.purposes()),
      batches: batchesBetween(first.batches, last.batches),
      memory: { server: memoryOf([server.pid]), postgres: gauge.memory(), driver: memoryOf([driver.pid]) },
      postgres: { version: gauge.version, durability: gauge.durability },
    }
  } finally {
    for (const close of closings.reverse()) await close()
  }
}

function jobOf({ options, server }: Ground, plan: LoadPlan): Job {
  const { rate = null, total, begunMax, giveUp_ms } = plan
  return {
    address: server.address,
    requests: plan.requests(),
    connections: plan.connections ?? options.connections,
    warmup_ms: (plan.warmup_s ?? options.warmup_s) * 1000,
    window_ms: (plan.seconds ?? options.seconds) * 1000,
    rate,
    total,
    begunMax,
    giveUp_ms,
  }
}

function loopOf({ rate, connections, warmup_ms, begunMax }: Job) {
  const closed = begunMax === undefined ? 'closed loop' : `closed loop, at most ${begunMax} begun and not ended`
  const open =
    rate === Number.POSITIVE_INFINITY ? 'all at once' : `open loop, ${Math.round(rate ?? 0)} planned per second`
  return { loop: rate === null ? closed : open, connections, warmup_s: warmup_ms / 1000 }
}

function answersOf(measured: Measured, { expected }: LoadPlan) {
  const { kinds, perSecond, latency_us, turnedAway_us, accepted } = measured
  return {
    accepted,
    seconds: Math.round(measured.seconds * 1000) / 1000,
    perSecond: measured.answered / measured.seconds,
    slowestSecond: Math.min(...wholeSeconds(perSecond, measured.seconds)),
    latency: latencyOf(latency_us),
    turnedAway: turnedAway_us.totalCount > 0 ? latencyOf(turnedAway_us) : null,
    answers: Object.fromEntries(kinds),
    errors: Object.fromEntries([...kinds].filter(([kind]) => !expected.includes(kind))),
  }
}

/** What was accepted and has not ended is no better than what was not answered. */
function unendedOf(tail: Tail | null, accepted: number): Counts {
  const seen = Object.values(tail?.kinds ?? {}).reduce((sum, count) => sum + count, 0)
  return tail && seen < accepted ? { [NOT_ENDED]: accepted - seen } : {}
}

/** A load that ended in the middle of a second says nothing of that second's rate, if there are others. */
function wholeSeconds(perSecond: readonly number[], seconds: number): readonly number[] {
  return seconds < 1 ? perSecond : perSecond.slice(0, Math.floor(seconds + 0.001))
}
