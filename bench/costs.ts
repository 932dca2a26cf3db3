/** Who used the CPU between the two moments of a run, in all and per request. */
import type { RunReport } from './run.ts'

export interface Cost {
  /** `server`, `postgres` or `driver`; for a part, what of it. */
  readonly name: string
  readonly part: boolean
  readonly cpu_s: number
  /** CPU seconds per second: how many cores it kept busy. */
  readonly cores: number
  readonly perRequest_us: number
}

/** Parts of the database server that used less than this share of it are left out. */
const SHARE_MIN = 0.01
const ENDED = 'what has ended'

export function costsOf({ moments: [first, last], measured, purposes }: RunReport) {
  const cost = (name: string, cpu_s: number, part = false): Cost => ({
    name,
    part,
    cpu_s,
    cores: cpu_s / measured.seconds,
    perRequest_us: (cpu_s / Math.max(1, measured.answered)) * 1e6,
  })
  if (!first || !last) return { costs: [], wal: { perRequest: 0, perSecond: 0 } }
  const costs = [cost('driver', last.driver_s - first.driver_s)]
  if (last.server_s !== null && first.server_s !== null) {
    costs.push(cost('server', last.server_s - first.server_s))
    costs.push(cost('main thread', (last.serverMainThread_s ?? 0) - (first.serverMainThread_s ?? 0), true))
  }
  const parts = postgresParts(first.postgres.cpu_s, last.postgres.cpu_s, purposes)
  const total = [...parts.values()].reduce((sum, cpu_s) => sum + cpu_s, 0)
  if (parts.size > 0) costs.push(cost('postgres', total))
  for (const [purpose, cpu_s] of [...parts].sort(([, a], [, b]) => b - a)) {
    if (cpu_s >= total * SHARE_MIN) costs.push(cost(purpose, cpu_s, true))
  }
  const wal = last.postgres.wal - first.postgres.wal
  return { costs, wal: { perRequest: wal / Math.max(1, measured.answered), perSecond: wal / measured.seconds } }
}

/** CPU seconds by purpose. The time of a process that ended meanwhile went over to its parent. */
function postgresParts(
  first: ReadonlyMap<number, number>,
  last: ReadonlyMap<number, number>,
  purposes: ReadonlyMap<number, string>,
): Map<string, number> {
  const parts = new Map<string, number>()
  for (const pid of new Set([...first.keys(), ...last.keys()])) {
    const purpose = purposes.get(pid) ?? ENDED
    parts.set(purpose, (parts.get(purpose) ?? 0) + (last.get(pid) ?? 0) - (first.get(pid) ?? 0))
  }
  return parts
}
