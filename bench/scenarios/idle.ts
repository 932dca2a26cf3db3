/** What the platform needs while nobody asks anything of it, and what each service adds to that. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runningEmbeddedPostgres } from '../../platform/embedded-postgres/embedded-postgres.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import type { Env, Verified } from '../application.ts'
import { PostgresGauge } from '../machine/postgres.ts'
import { cpuOf_s, memoryOf } from '../machine/processes.ts'
import { type ServerProcess, startServer } from '../server.ts'
import { withEmpty } from '../services/empty.ts'
import type { Stage } from '../stage.ts'
import { medianOf } from '../turns.ts'
import { atMost, below, type Row, row, type Scenario } from './scenario.ts'

const EMPTY = 15
/** After the start: caches are filled, connections that it needed have gone. */
const CALM_S = 40
const IDLE_S = 120
/** Garbage is collected so often, with this between: what a collection leaves young goes with a later one. */
const COLLECTIONS = 3
const COLLECTION_S = 2
const MIB = 1024 ** 2
const PERCENT = '% of a core'
const CPU_MAX = 2
const MEMORY_MAX_MIB = 3

/** Of one idle time. */
interface Measured {
  /** Percent of one core. */
  readonly node: number
  readonly postgres: number
  /** MiB, with the garbage that there happens to be. */
  readonly nodeGross: number
  /** MiB, right after garbage was collected. */
  readonly nodeMemory: number
  readonly postgresMemory: number
  readonly connections: number
  readonly verified: Verified
}

export const idle: Scenario = {
  name: 'idle',
  summary: `${IDLE_S / 60} idle minutes: processor time and memory, and what each of ${EMPTY} empty services adds`,

  async run(stage) {
    const turns: Turn[] = []
    for (let nth = 1; nth <= stage.options.turns; nth += 1) {
      turns.push({ product: await measure(stage, 0, nth), more: await measure(stage, EMPTY, nth) })
    }
    const verified = turns.flatMap(({ product, more }) => [product.verified, more.verified])
    return {
      rows: rowsOf(turns),
      loads: [],
      verified: {
        checks: verified.reduce((sum, { checks }) => sum + checks, 0),
        differences: verified.flatMap(({ differences }) => differences),
      },
      notes: [NOTE],
    }
  },
}

interface Turn {
  readonly product: Measured
  readonly more: Measured
}

function rowsOf(turns: readonly Turn[]): Row[] {
  const cpu = medianOf(turns, ({ more }) => more.node + more.postgres)
  const difference = medianOf(turns, ({ product, more }) => (memoryOfBoth(more) - memoryOfBoth(product)) / EMPTY)
  // Services cannot need less than nothing: then node differs more from start to start, and this reaches no goal.
  const memory = difference > 0 ? difference : Number.NaN
  return [
    row(`processor time, ${EMPTY} empty services more`, cpu, PERCENT, { goal: below(CPU_MAX, cpu, ` ${PERCENT}`) }),
    row('memory for each of them, node + postgres', memory, 'MiB', { goal: atMost(MEMORY_MAX_MIB, memory, ' MiB') }),
    ...figures(
      'the product alone',
      turns.map(({ product }) => product),
    ),
    ...figures(
      `${EMPTY} empty services more`,
      turns.map(({ more }) => more),
    ),
  ]
}

const figures = (what: string, measured: readonly Measured[]): Row[] => [
  row(
    `${what}: node`,
    medianOf(measured, each => each.node),
    PERCENT,
  ),
  row(
    `${what}: postgres`,
    medianOf(measured, each => each.postgres),
    PERCENT,
  ),
  row(
    `${what}: node, garbage collected`,
    medianOf(measured, each => each.nodeMemory),
    'MiB',
  ),
  row(
    `${what}: node, with its garbage`,
    medianOf(measured, each => each.nodeGross),
    'MiB',
  ),
  row(
    `${what}: postgres`,
    medianOf(measured, each => each.postgresMemory),
    'MiB',
  ),
  row(
    `${what}: connections`,
    medianOf(measured, each => each.connections),
    '',
  ),
]

const NOTE = `Both are measured in turns, ${CALM_S} s after a start on a database that a start before has made; the median counts.
Memory is proportional set size at the end of the idle time: what several processes share counts once. PostgreSQL's has its
shared buffers in it, as far as they are touched. How much garbage node has at one moment says nothing of its services, and is more than
what they need: their share is known from what is left when it has been collected. A share that is below zero is not reported: it was not measured.`

const memoryOfBoth = ({ nodeMemory, postgresMemory }: Measured) => nodeMemory + postgresMemory
const pause = (seconds: number) => new Promise(resolve => setTimeout(resolve, seconds * 1000))

/** With a database server of its own, so that its memory is of this only. */
async function measure(stage: Stage, empty: number, nth: number): Promise<Measured> {
  stage.say(`${empty} empty services, ${nth} of ${stage.options.turns}, ${CALM_S} + ${IDLE_S} s`)
  const directory = join(stage.env.MADANG_DATA!, `own-${empty}`)
  mkdirSync(directory, { recursive: true })
  const env: Env = { ...stage.env, DATABASE_URL: undefined, MADANG_DATA: directory }
  if (nth === 1) await whileUp(env, empty, async () => {})
  return whileUp(env, empty, async server => {
    await pause(CALM_S)
    return { ...(await idleOf(env, server)), verified: await verify(env, empty) }
  })
}

async function whileUp<T>(env: Env, empty: number, action: (server: ServerProcess) => Promise<T>): Promise<T> {
  const program = ['./services/product.ts', String(empty)] as const
  const server = await startServer({ env, profileDirectory: null, program })
  try {
    await server.ready()
    return await action(server)
  } finally {
    await server.stop()
  }
}

function databaseOf({ MADANG_DATA }: Env): string {
  const url = runningEmbeddedPostgres(MADANG_DATA!)
  if (url === null) throw new Error('the server runs, and its database cannot be found')
  return url
}

async function idleOf(env: Env, { pid }: ServerProcess): Promise<Omit<Measured, 'verified'>> {
  const gauge = await PostgresGauge.open(databaseOf(env))
  try {
    const before = await cpuTimes(gauge, pid)
    await pause(IDLE_S)
    const after = await cpuTimes(gauge, pid)
    const percent = (from_s: number, to_s: number) => ((to_s - from_s) / IDLE_S) * 100
    const purposes = [...(await gauge.purposes()).values()]
    const nodeGross = memoryMib(pid)
    await collectGarbage(pid)
    return {
      node: percent(before.node_s, after.node_s),
      postgres: percent(before.postgres_s, after.postgres_s),
      nodeGross,
      nodeMemory: memoryMib(pid),
      postgresMemory: (gauge.memory().pss ?? Number.NaN) / MIB,
      connections: purposes.filter(purpose => /^madang (?!bench)/.test(purpose)).length,
    }
  } finally {
    await gauge.close()
  }
}

const memoryMib = (pid: number): number => (memoryOf([pid]).pss ?? Number.NaN) / MIB

async function collectGarbage(pid: number): Promise<void> {
  for (let nth = 0; nth < COLLECTIONS; nth += 1) {
    process.kill(pid, 'SIGUSR2')
    await pause(COLLECTION_S)
  }
}

async function cpuTimes(gauge: PostgresGauge, pid: number) {
  const { cpu_s } = await gauge.read()
  return {
    node_s: cpuOf_s(pid) ?? Number.NaN,
    postgres_s: [...cpu_s.values()].reduce((sum, each) => sum + each, 0),
  }
}

async function verify(env: Env, empty: number): Promise<Verified> {
  const results = await verifyApplication(databaseOf(env), withEmpty(empty))
  const differences = results.flatMap(({ service, name, differences: rows }) =>
    rows.map(each => `${service}, ${name}: ${JSON.stringify(each)}`),
  )
  return { checks: results.length, differences }
}
