/** Small transfers between wallets chosen at random: the write path at its plainest. */
import { atMaximum } from './at-maximum.ts'
import { makeWallets } from './money.ts'
import { atLeast, below, type Goal, row, type Scenario, toBaseline } from './scenario.ts'

export const transfers: Scenario = {
  name: 'transfers',
  summary: 'POST /api/money/transfers, wallet to wallet, each with an Idempotency-Key of its own',

  async run(stage) {
    const { plan, differences } = await makeWallets(stage)
    const server = await stage.serve()
    const { loads, perSecond, below: steady } = await atMaximum(stage, server, plan)
    const verified = await stage.verify(server, differences(loads))
    const ratio = toBaseline(perSecond, stage)
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
    }
  },
}
