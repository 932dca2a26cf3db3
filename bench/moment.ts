/** All clocks and counters at one moment; a load is told by two of them. */
import type { PostgresGauge, PostgresMoment } from './machine/postgres.ts'
import { cpuOf_s } from './machine/processes.ts'
import { type Batches, batchesAt } from './machine/server-metrics.ts'
import type { ServerProcess } from './server.ts'

export interface Moment {
  readonly server_s: number | null
  readonly serverMainThread_s: number | null
  readonly driver_s: number
  readonly postgres: PostgresMoment
  readonly batches: readonly Batches[]
}

/** CPU times are read before this returns, the rest soon after. */
export async function momentOf(server: ServerProcess, gauge: PostgresGauge): Promise<Moment> {
  const { user, system } = process.cpuUsage()
  const times = {
    server_s: cpuOf_s(server.pid),
    serverMainThread_s: cpuOf_s(server.pid, true),
    driver_s: (user + system) / 1e6,
  }
  const [postgres, batches] = await Promise.all([gauge.read(), batchesAt(server.url)])
  return { ...times, postgres, batches }
}
