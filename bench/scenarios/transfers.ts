/** Small transfers between wallets chosen at random: the write path at its plainest. */
import type { ServerProcess } from '../server.ts'
import type { Stage } from '../stage.ts'
import { atMaximum, p95Of } from './at-maximum.ts'
import { makeWallets } from './money.ts'
import { atLeast, BASELINE, below, type Goal, type Ratio, row, type Scenario } from './scenario.ts'

export const transfers: Scenario = {
  name: 'transfers',
  summary: 'POST /api/money/transfers, wallet to wallet, each with an Idempotency-Key of its own',

  async run(stage) {
    const { plan, differences } = await makeWallets(stage)
    const server = await stage.serve()
    const { perSecond, steady, ratio: times } = await atMaximum(stage, server, plan, baselineAlone(stage, server))
    const verified = await stage.verify(server, differences(stage.loads))
    const ratio: Ratio | null = Number.isNaN(times) ? null : { of: BASELINE, value: times }
    const threefold: Goal | undefined = ratio ? { text: '≥ 3 × baseline', reached: ratio.value >= 3 } : undefined
    const p95_ms = p95Of(steady)
    return {
      rows: [
        row('transfers', perSecond, '/s', { ratio, ...(threefold && { goal: threefold }) }),
        row('transfers, the far goal', perSecond, '/s', { ratio, goal: atLeast(20_000, perSecond, '/s') }),
        row('p95 at 70 %', p95_ms, 'ms', { goal: below(50, p95_ms, ' ms') }),
      ],
      loads: stage.loads,
      verified,
      notes: stage.baseline === null ? [] : [note],
    }
  },
}

const note = `The baseline is measured before and after each of the maxima, while the platform stands still (SIGSTOP). Rate and ratio are the
medians of these turns; the ratio of a turn is to the mean of its two baselines.`

function baselineAlone({ baseline, say }: Stage, server: ServerProcess): (() => Promise<number>) | undefined {
  if (baseline === null) return undefined
  return () => {
    say('the baseline, while the platform stands still')
    server.pause()
    return baseline.measure().finally(() => server.resume())
  }
}
