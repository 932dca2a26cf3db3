/**
 * Readiness probes of dependencies. Every probe has its own time limit, so that a hanging dependency counts as down.
 */
import type { Clock } from '../platform/ports/ports.ts'

export interface ProbeResult {
  readonly state: 'up' | 'down'
  /** Facts for operators, such as a lag; never secrets. */
  readonly detail?: string | undefined
}

export interface Probe {
  readonly name: string
  /** Throws or returns `down` when the dependency cannot be used. */
  check(): Promise<ProbeResult> | ProbeResult
}

export interface Readiness {
  readonly state: 'ready' | 'not_ready'
  readonly dependencies: Readonly<Record<string, ProbeResult>>
}

const PROBE_LIMIT_MS = 2_000

export async function readiness(probes: readonly Probe[], clock: Clock): Promise<Readiness> {
  const results = await Promise.all(probes.map(async probe => [probe.name, await run(probe, clock)] as const))
  const ready = results.every(([, { state }]) => state === 'up')
  return { state: ready ? 'ready' : 'not_ready', dependencies: Object.fromEntries(results) }
}

/** The error is logged by the owner of the probe; callers of `/health/ready` see only that it failed. */
async function run(probe: Probe, clock: Clock): Promise<ProbeResult> {
  const { promise: late, resolve } = Promise.withResolvers<ProbeResult>()
  const timeout = clock.after(PROBE_LIMIT_MS, () => resolve({ state: 'down', detail: 'no answer in time' }))
  try {
    return await Promise.race([Promise.resolve(probe.check()), late])
  } catch {
    return { state: 'down', detail: 'the probe failed' }
  } finally {
    timeout.cancel()
  }
}
