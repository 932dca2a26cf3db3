/** How long a start takes, how much memory an idle application needs, and whether many transfers leave it needing more. */
import { join } from 'node:path'
import { runningEmbeddedPostgres } from '../../platform/embedded-postgres/embedded-postgres.ts'
import type { Env } from '../application.ts'
import type { LoadResult } from '../load-run.ts'
import { watchMemory } from '../machine/memory-watch.ts'
import { PostgresGauge } from '../machine/postgres.ts'
import { memoryOf } from '../machine/processes.ts'
import { startServer } from '../server.ts'
import type { Stage } from '../stage.ts'
import { makeWallets } from './money.ts'
import { atMost, type Row, ratioOf, row, type Scenario } from './scenario.ts'

const STARTS = 3
const IDLE_MS = 10_000
const MIB = 1024 ** 2
/** The load is reported in parts, so that one sees whether memory grows. */
const PARTS = 4
/** Longer than any part takes. */
const PART_LIMIT_S = 3_600

export const start: Scenario = {
  name: 'start',
  summary: 'process start to healthy with the embedded database, idle memory, and memory after 1 million transfers',

  async run(stage) {
    const starting = await starts(stage)
    const { plan, differences } = await makeWallets(stage)
    const server = await stage.serve()
    const parts: Part[] = []
    for (let part = 1; part <= PARTS; part += 1) {
      const total = Math.ceil(stage.options.transfers / PARTS)
      const label = `transfers, part ${part} of ${PARTS}`
      const watch = watchMemory(server.pid)
      const load = await stage.load(server, { ...plan, label, total, warmup_s: 0, seconds: PART_LIMIT_S })
      parts.push(partOf(Math.max(...watch.stop()), load))
    }
    const verified = await stage.verify(server, differences(stage.loads))
    return { rows: [...starting, ...growthOf(parts, stage)], loads: stage.loads, verified, notes: [note] }
  },
}

const note = `Memory is proportional set size: what several processes share counts once. PostgreSQL's own is without its shared
buffers, which fill up to a fixed size. Of node the most counts that was seen in each part, four times a second: what it has at one moment
depends on when garbage was collected last. Growth is looked at from the first quarter of the transfers on, when caches are warm.`

/** With a database of its own, as `npm start` has. The first start makes it, the others find it. */
async function starts(stage: Stage): Promise<Row[]> {
  const env: Env = { ...stage.env, DATABASE_URL: undefined, MADANG_DATA: join(stage.env.MADANG_DATA!, 'own') }
  const first_s = await startOnce(env)
  const again_s: number[] = []
  let idle = 0
  for (let nth = 1; nth <= STARTS; nth += 1) {
    again_s.push(
      await startOnce(env, async pid => {
        if (nth === STARTS) idle = await idleMemory(env, pid)
      }),
    )
  }
  const slowest_s = Math.max(...again_s)
  return [
    row(`start to healthy, slowest of ${STARTS}`, slowest_s, 's', { goal: atMost(2.5, slowest_s, ' s') }),
    row('first start, which makes the database', first_s, 's'),
    row('idle memory, node + postgres', idle / MIB, 'MiB', { goal: atMost(350, idle / MIB, ' MiB') }),
  ]
}

async function startOnce(env: Env, whileUp: (pid: number) => Promise<void> = async () => {}): Promise<number> {
  const began_ms = performance.now()
  const server = await startServer({ env, profileDirectory: null })
  try {
    await server.ready()
    const took_s = (performance.now() - began_ms) / 1000
    await whileUp(server.pid)
    return took_s
  } finally {
    await server.stop()
  }
}

async function idleMemory(env: Env, pid: number): Promise<number> {
  await new Promise(resolve => setTimeout(resolve, IDLE_MS))
  const url = runningEmbeddedPostgres(env.MADANG_DATA!)
  if (url === null) throw new Error('the server runs, and its database cannot be found')
  const gauge = await PostgresGauge.open(url)
  try {
    return (memoryOf([pid]).pss ?? Number.NaN) + (gauge.memory().pss ?? Number.NaN)
  } finally {
    await gauge.close()
  }
}

/** MiB. */
interface Part {
  readonly server: number
  readonly postgres: number
}

function partOf(most: number, { memory: { postgres } }: LoadResult): Part {
  const own = (postgres.pss ?? Number.NaN) - (postgres.shared ?? Number.NaN)
  return { server: most / MIB, postgres: own / MIB }
}

function growthOf(parts: readonly Part[], { options }: Stage): Row[] {
  const first = parts[0]!
  const last = parts.at(-1)!
  const grown = ratioOf('first quarter', last.server + last.postgres, first.server + first.postgres)
  const transfers = options.transfers.toLocaleString('en-US')
  return [
    row(`memory in the last quarter of ${transfers} transfers`, last.server + last.postgres, 'MiB', {
      ratio: grown,
      goal: atMost(1.1, grown.value, ' × first quarter'),
    }),
    ...parts.map(({ server, postgres }, part) =>
      row(`… node alone, in part ${part + 1}; postgres ${postgres.toFixed(0)} MiB`, server, 'MiB'),
    ),
  ]
}
