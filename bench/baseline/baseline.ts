/**
 * What the same server does without us, one transaction for each change: pgbench's TPC-B with prepared statements and 16
 * clients, where pgbench is installed; else the same statements from this process. In a database of its own.
 */
import type { Session } from '../session.ts'
import { fromNode } from './from-node.ts'
import { pgbench, pgbenchVersion } from './pgbench.ts'

export interface Baseline {
  readonly perSecond: number
  /** How it was measured. */
  readonly by: string
}

export interface BaselineOptions {
  readonly url: string
  readonly clients: number
  /** TPC-B's branches; more of them than clients, so that these seldom wait for each other. */
  readonly scale: number
  readonly seconds: number
  readonly warmup_s: number
}

const CLIENTS = 16
const SCALE = 50
const DATABASE = 'bench_baseline'

export function measureBaseline(session: Session): Promise<Baseline> {
  return session.within(async open => {
    const { seconds, warmup_s } = session.options
    const url = await session.database(DATABASE, open)
    const options = { url, clients: CLIENTS, scale: SCALE, seconds, warmup_s }
    const version = pgbenchVersion()
    session.say(`baseline: one transaction for each change, by ${version ?? 'the same statements from Node'}`)
    const perSecond = version ? await pgbench(options) : await fromNode(options)
    const statements = `TPC-B, prepared statements, ${CLIENTS} clients, scale ${SCALE}`
    return { perSecond, by: `${version ?? `Node, pool of ${CLIENTS}`}: ${statements}` }
  })
}
