/** Whether history costs: transfers in an empty house, and in one that has seen a million of them, and ten. */
import type { House } from '../../platform/house.ts'
import { openWallets } from '../../services/money/commands.ts'
import type { LoadPlan, LoadResult } from '../load-run.ts'
import type { ServerProcess } from '../server.ts'
import type { Stage } from '../stage.ts'
import { addHistory } from './history.ts'
import { depositToEach, inBulk, runCommand } from './members.ts'
import { bookOf, CURRENCY, compare, DEPOSIT, makeWallets, transfersBetween } from './money.ts'
import { atLeast, type Row, ratioOf, row, type Scenario, toBaseline } from './scenario.ts'

const SIZES = [1_000_000, 10_000_000]
/** Wallets in the grown house for each member who pays: 100,000 of 10,000. */
const WALLETS_PER_MEMBER = 10

const AFTER_CHECKPOINT = 'right after a checkpoint'
/** So many times `--seconds` passes until most pages of the indexes were changed once after it. */
const FIRST_LASTS = 3

/** The house was made calm, which ends in a checkpoint; so the rate is measured in what comes right behind it, and in what follows. */
async function twice(
  stage: Stage,
  server: ServerProcess,
  plan: Omit<LoadPlan, 'label'>,
  label: string,
): Promise<[LoadResult, LoadResult]> {
  const seconds = stage.options.seconds * FIRST_LASTS
  const first = await stage.load(server, { ...plan, seconds, label: `${label}, ${AFTER_CHECKPOINT}` })
  return [first, await stage.load(server, { ...plan, label })]
}

export const growth: Scenario = {
  name: 'growth',
  summary: 'transfers with 1 and 10 million transfers of history and 100,000 wallets, against the empty house',

  async run(stage) {
    const { members, plan, differences } = await makeWallets(stage)
    let server = await stage.serve()
    const emptyLoads = await twice(stage, server, plan, 'empty')
    const [, empty] = emptyLoads
    const rows: Row[] = [row('transfers, empty', empty.perSecond, '/s', { ratio: toBaseline(empty.perSecond, stage) })]
    const loads: LoadResult[] = [...emptyLoads]
    const count = members.all.length * WALLETS_PER_MEMBER
    let ids = members.ids
    let asLeft = differences(emptyLoads)
    for (const size of sizesUpTo(stage.options.growthMax)) {
      await server.stop()
      stage.say(`${count} wallets, ${size} transfers of history`)
      asLeft = await stage.inHouse(async house => {
        const early = await asLeft(house)
        if (early.length > 0) throw new Error(early.join('; '))
        ids = [...ids, ...(await moreWallets(house, count - ids.length))]
        await addHistory(stage.databaseUrl, size, CURRENCY)
        const before = await bookOf(house)
        return settled => bookOf(settled).then(after => compare(before, after, 0, loads.slice(-2)))
      })
      // A house that has run reads its outbox to the end before it counts as calm.
      await stage.inHouse(house => house.settle())
      server = await stage.serve()
      const [first, load] = await twice(stage, server, transfersBetween(members, ids), `${size} transfers before`)
      loads.push(first, load)
      const ratio = ratioOf('empty', load.perSecond, empty.perSecond)
      const goal = atLeast(0.9, ratio.value, ' × empty')
      const name = `transfers after ${size.toLocaleString('en-US')}`
      rows.push(row(name, load.perSecond, '/s', { ratio, goal }))
      const atOnce = ratioOf('empty', first.perSecond, emptyLoads[0].perSecond)
      rows.push(row(`… ${AFTER_CHECKPOINT}`, first.perSecond, '/s', { ratio: atOnce }))
    }
    const verified = await stage.verify(server, asLeft)
    return { rows, loads, verified, notes: [note] }
  },
}

const note = `History is written by SQL, in rows of the form the platform writes (events, answers, transfers, accounts), and is
part of the checks. After a checkpoint PostgreSQL logs each page whole when it is changed for the first time; the longer the
history, the more of them. So two loads follow each other: one right after a checkpoint, and the one that counts. Members pay wallets of the whole house; wallets beyond theirs were opened and filled by the real commands.`

const sizesUpTo = (max: number): number[] => [...new Set(SIZES.map(size => Math.min(size, max)))]

/** Wallets of people who never log in. */
async function moreWallets(house: House, count: number): Promise<string[]> {
  const { ids } = house.service('money').room.ports
  const made = Array.from({ length: Math.max(0, count) }, () => ids.next('mem'))
  await inBulk(made.length, index => runCommand(house, 'money', openWallets(made[index]!)))
  await depositToEach(house, made, DEPOSIT, CURRENCY)
  return made
}
