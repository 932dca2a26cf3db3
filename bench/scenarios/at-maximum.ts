/** The two loads of most scenarios: as much as it can, and then a fixed rate somewhat below; so many times, in turns. */
import type { LoadPlan, LoadResult } from '../load-run.ts'
import type { ServerProcess } from '../server.ts'
import type { Stage } from '../stage.ts'
import { inTurns, medianOf, type Turn } from '../turns.ts'

const SHARE = 0.7

export interface AtMaximum {
  /** What is counted, a second: endings where there are some, else answers. The median of the maxima. */
  readonly perSecond: number
  /** Of each maximum to what was measured beside it, the median; not a number where nothing was. */
  readonly ratio: number
  /** The loads at 70 % of the maximum before each; with `--rate` the only one, at that rate. */
  readonly steady: readonly LoadResult[]
}

export const rateOf = (load: LoadResult): number => load.tail?.perSecond ?? load.perSecond

export const p95Of = (loads: readonly LoadResult[]): number => medianOf(loads, ({ latency }) => latency.p95_ms)

/** Until what was begun had ended. */
export const p95ToEndOf = (loads: readonly LoadResult[]): number =>
  medianOf(loads, ({ tail }) => tail?.latency.p95_ms ?? Number.NaN)

const nothing = async (): Promise<number> => Number.NaN

/**
 * Closed loop, then open loop, `--turns` times: a fixed rate follows the maximum it is a share of. With `beside` each maximum stands
 * between two measurements of something else.
 */
export async function atMaximum(
  stage: Stage,
  server: ServerProcess,
  { begunMax, ...plan }: Omit<LoadPlan, 'label'>,
  beside = nothing,
): Promise<AtMaximum> {
  const { rate, turns } = stage.options
  if (rate !== null) {
    const only = await stage.calmly(() => stage.load(server, { ...plan, label: `at ${rate}/s`, rate }))
    return { perSecond: rateOf(only), ratio: Number.NaN, steady: [only] }
  }
  const maxima: Turn<LoadResult>[] = []
  const steady: LoadResult[] = []
  for (let nth = 1; nth <= turns; nth += 1) {
    const which = turns === 1 ? '' : `, ${nth} of ${turns}`
    const maximum = () => stage.calmly(() => stage.load(server, { ...plan, begunMax, label: `maximum${which}` }))
    for (const turn of await inTurns(1, beside, maximum)) {
      maxima.push(turn)
      const share = Math.max(1, rateOf(turn.value) * SHARE)
      const below = () => stage.load(server, { ...plan, label: `at 70 %${which}`, rate: share })
      steady.push(await stage.calmly(below))
    }
  }
  return {
    perSecond: medianOf(maxima, ({ value }) => rateOf(value)),
    ratio: medianOf(maxima, ({ value, beside: other }) => rateOf(value) / other),
    steady,
  }
}
