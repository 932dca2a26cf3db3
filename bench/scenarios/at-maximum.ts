/** The two loads of most scenarios: as much as it can, and then a fixed rate somewhat below. */
import type { LoadPlan, LoadResult } from '../load-run.ts'
import type { ServerProcess } from '../server.ts'
import type { Stage } from '../stage.ts'

export const SHARE = 0.7

export interface AtMaximum {
  readonly loads: readonly LoadResult[]
  /** What is counted, a second: endings where there are some, else answers. */
  readonly perSecond: number
  /** The load at 70 % of it; with `--rate` the only one, at that rate. */
  readonly below: LoadResult
}

export const rateOf = (load: LoadResult): number => load.tail?.perSecond ?? load.perSecond

/** Closed loop, then open loop. */
export async function atMaximum(
  stage: Stage,
  server: ServerProcess,
  { begunMax, ...plan }: Omit<LoadPlan, 'label'>,
): Promise<AtMaximum> {
  const { rate } = stage.options
  if (rate !== null) {
    const only = await stage.load(server, { ...plan, label: `at ${rate}/s`, rate })
    return { loads: [only], perSecond: rateOf(only), below: only }
  }
  const maximum = await stage.load(server, { ...plan, begunMax, label: 'maximum' })
  const share = Math.max(1, rateOf(maximum) * SHARE)
  const below = await stage.load(server, { ...plan, label: 'at 70 %', rate: share })
  return { loads: [maximum, below], perSecond: rateOf(maximum), below }
}
