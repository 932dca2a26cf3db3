/** Runs pgbench. */
import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import type { BaselineOptions, Gauge } from './gauge.ts'

const run = promisify(execFile)

/** Null where there is none. */
export function pgbench(): Gauge | null {
  try {
    // `pgbench (PostgreSQL) 18.1`
    const by = execFileSync('pgbench', ['--version'], { encoding: 'utf8' }).trim()
    return { by, prepare, measure }
  } catch {
    return null
  }
}

async function prepare({ url, scale }: BaselineOptions): Promise<void> {
  await run('pgbench', ['--initialize', '--quiet', '--scale', String(scale), url])
}

async function measure({ url, clients, seconds, warmup_s }: BaselineOptions): Promise<number> {
  const load = (for_s: number) =>
    run('pgbench', [
      ...['--builtin', 'tpcb-like', '--protocol', 'prepared'],
      ...['--client', String(clients), '--jobs', '2', '--time', String(for_s), url],
    ])
  if (warmup_s > 0) await load(warmup_s)
  const { stdout } = await load(seconds)
  const [, tps] = /tps = ([\d.]+)/.exec(stdout) ?? []
  if (tps === undefined) throw new Error(`pgbench said nothing of its rate:\n${stdout}`)
  return Number(tps)
}
