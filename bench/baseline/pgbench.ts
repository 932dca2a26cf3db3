/** Runs pgbench. */
import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import type { BaselineOptions } from './baseline.ts'

const run = promisify(execFile)

/** `pgbench (PostgreSQL) 18.1`, or null where there is none. */
export function pgbenchVersion(): string | null {
  try {
    return execFileSync('pgbench', ['--version'], { encoding: 'utf8' }).trim()
  } catch {
    return null
  }
}

export async function pgbench({ url, clients, scale, seconds, warmup_s }: BaselineOptions): Promise<number> {
  await run('pgbench', ['--initialize', '--quiet', '--scale', String(scale), url])
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
