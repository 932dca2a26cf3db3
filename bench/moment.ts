/** All clocks and counters at one moment; a load is described by two of them. */
import type { PostgresGauge, PostgresMoment } from './machine/postgres.ts'
import { cpuOf_s } from './machine/processes.ts'
import { type Batches, batchesAt } from './machine/server-metrics.ts'
import { type ProcessorTime, processorTime } from './machine/stolen.ts'
import type { ServerProcess } from './server.ts'

export interface Moment {
  /** Of the machine's own clock that never steps, which CPU profiles use too. */
  readonly at_us: number
  readonly processors: ProcessorTime | null
  readonly server_s: number | null
  readonly serverMainThread_s: number | null
  readonly driver_s: number | null
  /** This process: it starts the others and looks at them. */
  readonly bench_s: number
  readonly postgres: PostgresMoment
  readonly batches: readonly Batches[]
}

/** CPU times are read before this returns, the rest soon after. */
export async function momentOf(server: ServerProcess, driver: { pid: number }, gauge: PostgresGauge): Promise<Moment> {
  const { user, system } = process.cpuUsage()
  const times = {
    at_us: Number(process.hrtime.bigint() / 1000n),
    processors: processorTime(),
    server_s: cpuOf_s(server.pid),
    serverMainThread_s: cpuOf_s(server.pid, true),
    driver_s: cpuOf_s(driver.pid),
    bench_s: (user + system) / 1e6,
  }
  const [postgres, batches] = await Promise.all([gauge.read(), batchesAt(server.url)])
  return { ...times, postgres, batches }
}
