/** Small transfers between wallets chosen at random: the write path at its plainest. */
import type { LoadResult } from '../load-run.ts'
import type { ServerProcess } from '../server.ts'
import type { Stage } from '../stage.ts'
import { inTurns, median } from '../turns.ts'
import { SHARE } from './at-maximum.ts'
import { makeWallets, type Wallets } from './money.ts'
import { atLeast, BASELINE, below, type Goal, type Ratio, row, type Scenario } from './scenario.ts'

/** How often the maximum is measured, each time between two measurements of the baseline. */
const TURNS = 3

export const transfers: Scenario = {
  name: 'transfers',
  summary: 'POST /api/money/transfers, wallet to wallet, each with an Idempotency-Key of its own',

  async run(stage) {
    const { plan, differences } = await makeWallets(stage)
    const server = await stage.serve()
    const { rate } = stage.options
    const { loads: maxima, perSecond, ratio } = rate === null ? await maximumOf(stage, server, plan) : NONE
    const share = Math.max(1, perSecond * SHARE)
    const steady = await stage.load(server, { ...plan, label: rate ? `at ${rate}/s` : 'at 70 %', rate: rate ?? share })
    const loads = [...maxima, steady]
    const verified = await stage.verify(server, differences(loads))
    const threefold: Goal | undefined = ratio ? { text: '≥ 3 × baseline', reached: ratio.value >= 3 } : undefined
    const { p95_ms } = steady.latency
    return {
      rows: [
        row('transfers', perSecond, '/s', { ratio, ...(threefold && { goal: threefold }) }),
        row('transfers, the far goal', perSecond, '/s', { ratio, goal: atLeast(20_000, perSecond, '/s') }),
        row('p95 at 70 %', p95_ms, 'ms', { goal: below(50, p95_ms, ' ms') }),
      ],
      loads,
      verified,
      notes: stage.baseline === null ? [] : [note],
    }
  },
}

const note = `The baseline is measured before and after each of the maxima, while the platform stands still (SIGSTOP). Rate and ratio are the
medians of these turns; the ratio of a turn is to the mean of its two baselines.`

interface Maximum {
  readonly loads: readonly LoadResult[]
  readonly perSecond: number
  readonly ratio: Ratio | null
}

/** With a rate of somebody's own. */
const NONE: Maximum = { loads: [], perSecond: Number.NaN, ratio: null }

async function maximumOf(stage: Stage, server: ServerProcess, plan: Wallets['plan']): Promise<Maximum> {
  const { baseline } = stage
  const maximum = (label: string) => stage.load(server, { ...plan, label })
  if (baseline === null) {
    const only = await maximum('maximum')
    return { loads: [only], perSecond: only.perSecond, ratio: null }
  }
  const alone = async () => {
    stage.say('the baseline, while the platform stands still')
    server.pause()
    return baseline.measure().finally(() => server.resume())
  }
  const turns = await inTurns(TURNS, alone, nth => maximum(`maximum, ${nth} of ${TURNS}`))
  const value = median(turns.map(({ value: { perSecond }, beside }) => perSecond / beside))
  return {
    loads: turns.map(({ value: load }) => load),
    perSecond: median(turns.map(({ value: { perSecond } }) => perSecond)),
    ratio: { of: BASELINE, value },
  }
}
