/** Who used the CPU between the two moments of a load, in all and per request. */
import type { Moment } from './moment.ts'

export interface Cost {
  /** `server`, `postgres`, `driver` or `bench`; for a part, what of it. */
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

/** `requests` is what the figures are shared among. */
export function costsOf(first: Moment, last: Moment, requests: number, purposes: ReadonlyMap<number, string>) {
  const seconds = Math.max(0.001, (last.at_us - first.at_us) / 1e6)
  const costs: Cost[] = []
  const add = (name: string, from_s: number | null, until_s: number | null, part = false): void => {
    if (from_s === null || until_s === null) return
    const cpu_s = until_s - from_s
    costs.push({ name, part, cpu_s, cores: cpu_s / seconds, perRequest_us: (cpu_s / Math.max(1, requests)) * 1e6 })
  }
  add('server', first.server_s, last.server_s)
  add('main thread', first.serverMainThread_s, last.serverMainThread_s, true)
  const parts = postgresParts(first.postgres.cpu_s, last.postgres.cpu_s, purposes)
  const total = [...parts.values()].reduce((sum, cpu_s) => sum + cpu_s, 0)
  if (parts.size > 0) add('postgres', 0, total)
  for (const [purpose, cpu_s] of [...parts].sort(([, a], [, b]) => b - a)) {
    if (cpu_s >= total * SHARE_MIN) add(purpose, 0, cpu_s, true)
  }
  add('driver', first.driver_s, last.driver_s)
  add('bench', first.bench_s, last.bench_s)
  const wal = last.postgres.wal - first.postgres.wal
  return { costs, wal: { perRequest: wal / Math.max(1, requests), perSecond: wal / seconds } }
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
