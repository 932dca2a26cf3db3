/**
 * What the same server does without us, one transaction for each change: pgbench's TPC-B with prepared statements and 16
 * clients, where pgbench is installed; else the same statements from this process. In a database of its own.
 */
import { type CalmOptions, calmly } from '../calm.ts'
import type { Open } from '../open.ts'
import type { RunOptions } from '../run-options.ts'
import { median } from '../turns.ts'
import { fromNode } from './from-node.ts'
import type { BaselineOptions, Gauge } from './gauge.ts'
import { pgbench } from './pgbench.ts'

/** The session that the baseline is measured in. */
interface BaselineGround {
  readonly options: RunOptions
  readonly say: (step: string) => void
  database(name: string, open: Open): Promise<string>
}

/** What was measured, for the report. */
export interface Baseline {
  /** The median of all measurements so far, transactions a second. */
  readonly perSecond: number
  /** How it was measured. */
  readonly by: string
}

const CLIENTS = 16
const SCALE = 50
const DATABASE = 'bench_baseline'

/** Its tables are made once, and measured as often as something is to be compared with them. */
export class PreparedBaseline implements Baseline {
  readonly #gauge: Gauge
  readonly #options: BaselineOptions
  readonly #calm: CalmOptions
  readonly #measured: number[] = []

  private constructor(gauge: Gauge, options: BaselineOptions, calm: CalmOptions) {
    this.#gauge = gauge
    this.#options = options
    this.#calm = calm
  }

  static async prepare(session: BaselineGround, open: Open): Promise<PreparedBaseline> {
    const { seconds, warmup_s, again } = session.options
    const url = await session.database(DATABASE, open)
    const gauge = pgbench() ?? fromNode
    const options = { url, clients: CLIENTS, scale: SCALE, seconds, warmup_s }
    const baseline = new PreparedBaseline(gauge, options, { again, say: step => session.say(`baseline: ${step}`) })
    session.say(`baseline: one transaction for each change, by ${gauge.by}`)
    await gauge.prepare(baseline.#options)
    await baseline.measure()
    return baseline
  }

  get perSecond(): number {
    return median(this.#measured)
  }

  get by(): string {
    return `${this.#gauge.by}: TPC-B, prepared statements, ${CLIENTS} clients, scale ${SCALE}`
  }

  async measure(): Promise<number> {
    const perSecond = await calmly(this.#calm, () => this.#gauge.measure(this.#options))
    this.#measured.push(perSecond)
    return perSecond
  }
}
