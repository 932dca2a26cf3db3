/** Whether history costs: transfers in an empty house, and in one that has seen a million of them, and ten. */
import type { House } from '../../platform/house.ts'
import { openWallets } from '../../services/money/commands.ts'
import type { LoadResult } from '../load-run.ts'
import { addHistory } from './history.ts'
import { depositToEach, inBulk, runCommand } from './members.ts'
import { bookOf, CURRENCY, compare, DEPOSIT, makeWallets, transfersBetween } from './money.ts'
import { atLeast, type Row, ratioOf, row, type Scenario, toBaseline } from './scenario.ts'

const SIZES = [1_000_000, 10_000_000]
/** Wallets in the grown house for each member who pays: 100,000 of 10,000. */
const WALLETS_PER_MEMBER = 10

export const growth: Scenario = {
  name: 'growth',
  summary: 'transfers with 1 and 10 million transfers of history and 100,000 wallets, against the empty house',

  async run(stage) {
    const { members, plan, differences } = await makeWallets(stage)
    let server = await stage.serve()
    const empty = await stage.load(server, { ...plan, label: 'empty' })
    const rows: Row[] = [row('transfers, empty', empty.perSecond, '/s', { ratio: toBaseline(empty.perSecond, stage) })]
    const grown: LoadResult[] = []
    const count = members.all.length * WALLETS_PER_MEMBER
    let ids = members.ids
    let asLeft = differences([empty])
    for (const size of sizesUpTo(stage.options.growthMax)) {
      await server.stop()
      stage.say(`${count} wallets, ${size} transfers of history`)
      asLeft = await stage.inHouse(async house => {
        const early = await asLeft(house)
        if (early.length > 0) throw new Error(early.join('; '))
        ids = [...ids, ...(await moreWallets(house, count - ids.length))]
        await addHistory(stage.databaseUrl, size, CURRENCY)
        const before = await bookOf(house)
        return settled => bookOf(settled).then(after => compare(before, after, 0, grown.slice(-1)))
      })
      // A house that has run reads its outbox to the end before it counts as calm.
      await stage.inHouse(house => house.settle())
      server = await stage.serve()
      const load = await stage.load(server, { ...transfersBetween(members, ids), label: `${size} transfers before` })
      grown.push(load)
      const ratio = ratioOf('empty', load.perSecond, empty.perSecond)
      const goal = atLeast(0.9, ratio.value, ' × empty')
      rows.push(row(`transfers after ${size.toLocaleString('en-US')}`, load.perSecond, '/s', { ratio, goal }))
    }
    const verified = await stage.verify(server, asLeft)
    return { rows, loads: [empty, ...grown], verified, notes: [note] }
  },
}

const note = `History is written by SQL, in rows of the form the platform writes (events, answers, transfers, accounts), and is
part of the checks. Members pay wallets of the whole house; wallets beyond theirs were opened and filled by the real commands.`

const sizesUpTo = (max: number): number[] => [...new Set(SIZES.map(size => Math.min(size, max)))]

/** Wallets of people who never log in. */
async function moreWallets(house: House, count: number): Promise<string[]> {
  const { ids } = house.service('money').room.ports
  const made = Array.from({ length: Math.max(0, count) }, () => ids.next('mem'))
  await inBulk(made.length, index => runCommand(house, 'money', openWallets(made[index]!)))
  await depositToEach(house, made, DEPOSIT, CURRENCY)
  return made
}
