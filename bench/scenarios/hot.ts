/** Everybody pays one wallet: the same heads in every command of a batch. */
import { atMaximum, p95Of } from './at-maximum.ts'
import { makeWallets, transfersBetween } from './money.ts'
import { atLeast, ratioOf, row, type Scenario, toBaseline } from './scenario.ts'

export const hot: Scenario = {
  name: 'hot',
  summary: 'transfers that all go to one wallet, against transfers between all on the same server',

  async run(stage) {
    const { members, plan, differences } = await makeWallets(stage)
    const server = await stage.serve()
    const apart = await stage.calmly(() => stage.load(server, { ...plan, label: 'between all wallets' }))
    const toOne = transfersBetween(members, members.ids.slice(0, 1))
    const { perSecond, steady } = await atMaximum(stage, server, toOne)
    const verified = await stage.verify(server, differences(stage.loads))
    const ratio = ratioOf('transfers', perSecond, apart.perSecond)
    return {
      rows: [
        row('transfers to one wallet', perSecond, '/s', { ratio, goal: atLeast(0.8, ratio.value, ' × transfers') }),
        row('transfers between all wallets', apart.perSecond, '/s', { ratio: toBaseline(apart.perSecond, stage) }),
        row('p95 at 70 %', p95Of(steady), 'ms'),
      ],
      loads: stage.loads,
      verified,
    }
  },
}
