/** Whether history costs: transfers in an empty application, and beside it in one that has seen a million of them, and ten. */
import type { Application } from '../../platform/runtime/application.ts'
import { openWallets } from '../../services/money/wallets/wallets.ts'
import { counted } from '../load-run.ts'
import type { ServerProcess } from '../server.ts'
import type { Stage } from '../stage.ts'
import { inTurns, median, medianOf } from '../turns.ts'
import { addHistory } from './history.ts'
import { depositToEach, inBulk, runCommand } from './members.ts'
import { bookOf, CURRENCY, compare, DEPOSIT, makeWallets, transfersBetween, type Wallets } from './money.ts'
import { atLeast, type Row, ratioOf, row, type Scenario, toBaseline } from './scenario.ts'

const SIZES = [1_000_000, 10_000_000]
/** Wallets in the grown application for each member who pays: 100,000 of 10,000. */
const WALLETS_PER_MEMBER = 10
/** So many times `--seconds` passes until most pages of the indexes were changed once after a checkpoint. */
const FIRST_LASTS = 3
const AFTER_CHECKPOINT = 'right after a checkpoint'

export const growth: Scenario = {
  name: 'growth',
  summary: 'transfers with 1 and 10 million transfers of history and 100,000 wallets, beside an empty application',

  async run(stage) {
    const empty = new Rated(await stage.beside('empty'))
    const emptyWallets = await makeWallets(empty.stage)
    await empty.serve(emptyWallets.plan)
    const emptyFirst = await empty.first('empty')

    const grown = new Rated(stage)
    const { members, differences } = await makeWallets(stage)
    const count = members.all.length * WALLETS_PER_MEMBER
    const rows: Row[] = []
    let ids = members.ids
    let asLeft = differences([])
    for (const size of sizesUpTo(stage.options.growthMax)) {
      stage.say(`${count} wallets, ${size} transfers of history`)
      await grown.stop()
      const before = stage.loads.length
      asLeft = await stage.inApplication(async application => {
        const early = await asLeft(application)
        if (early.length > 0) throw new Error(early.join('; '))
        ids = [...ids, ...(await moreWallets(application, count - ids.length))]
        await addHistory(stage.databaseUrl, size, CURRENCY)
        const book = await bookOf(application)
        return settled => bookOf(settled).then(after => compare(book, after, 0, stage.loads.slice(before)))
      })
      // An application that has run reads its outbox to the end before it counts as calm.
      await stage.inApplication(application => application.awaitIdle())
      await grown.serve(transfersBetween(members, ids))
      rows.push(...(await besideEmpty(size, grown, empty, emptyFirst)))
    }
    const verified = await stage.verify(grown.server, asLeft)
    const emptyVerified = await empty.stage.verify(empty.server, emptyWallets.differences(empty.stage.loads))
    const [, ...turns] = counted(empty.stage.loads)
    const emptyRate = medianOf(turns, ({ perSecond }) => perSecond)
    return {
      rows: [row('transfers, empty', emptyRate, '/s', { ratio: toBaseline(emptyRate, stage) }), ...rows],
      loads: [...empty.stage.loads, ...stage.loads],
      verified: {
        checks: verified.checks + emptyVerified.checks,
        differences: [...verified.differences, ...emptyVerified.differences],
      },
      notes: [note],
    }
  },
}

const note = `History is written by SQL, in rows of the form the platform writes (events, answers, transfers, accounts), and is
part of the checks. After a checkpoint PostgreSQL logs each page whole when it is changed for the first time; the longer the
history, the more of them. So a first load begins right after one, and what counts follows in turns: each measurement of the grown application
stands between two of the empty one, on the same database server, and whichever is not measured stands still (SIGSTOP). Rates and ratios are
medians of these turns. Members pay wallets of the whole application; wallets beyond theirs were opened and filled by the real commands.`

/** An application whose rate is measured again and again, and that stands still meanwhile. */
class Rated {
  readonly stage: Stage
  #serving: { readonly server: ServerProcess; readonly plan: Wallets['plan'] } | null = null

  constructor(stage: Stage) {
    this.stage = stage
  }

  get server(): ServerProcess {
    return this.#application.server
  }

  get #application() {
    if (this.#serving === null) throw new Error('the application was not opened')
    return this.#serving
  }

  async serve(plan: Wallets['plan']): Promise<void> {
    this.#serving = { server: await this.stage.serve(), plan }
  }

  async stop(): Promise<void> {
    await this.#serving?.server.stop()
    this.#serving = null
  }

  /** What comes right behind the checkpoint that a calm application ends in. */
  first(what: string): Promise<number> {
    return this.rate(`${what}, ${AFTER_CHECKPOINT}`, this.stage.options.seconds * FIRST_LASTS)
  }

  async rate(label: string, seconds = this.stage.options.seconds): Promise<number> {
    const { server, plan } = this.#application
    server.resume()
    try {
      const { perSecond } = await this.stage.calmly(() => this.stage.load(server, { ...plan, seconds, label }))
      return perSecond
    } finally {
      server.pause()
    }
  }
}

async function besideEmpty(size: number, grown: Rated, empty: Rated, emptyFirst: number): Promise<Row[]> {
  const what = `${size} transfers before`
  const first = await grown.first(what)
  const { turns: count } = grown.stage.options
  const turns = await inTurns(
    count,
    () => empty.rate(`empty, beside ${what}`),
    nth => grown.rate(`${what}, ${nth} of ${count}`),
  )
  const ratio = { of: 'empty', value: median(turns.map(({ value, beside }) => value / beside)) }
  const rate = median(turns.map(({ value }) => value))
  const goal = atLeast(0.9, ratio.value, ' × empty')
  return [
    row(`transfers after ${size.toLocaleString('en-US')}`, rate, '/s', { ratio, goal }),
    row(`… ${AFTER_CHECKPOINT}`, first, '/s', { ratio: ratioOf('empty', first, emptyFirst) }),
  ]
}

const sizesUpTo = (max: number): number[] => [...new Set(SIZES.map(size => Math.min(size, max)))]

/** Wallets of people who never log in. */
async function moreWallets(application: Application, count: number): Promise<string[]> {
  const { ids } = application.service('money').context.ports
  const made = Array.from({ length: Math.max(0, count) }, () => ids.next('mem'))
  await inBulk(made.length, index => runCommand(application, 'money', openWallets(made[index]!)))
  await depositToEach(application, made, DEPOSIT, CURRENCY)
  return made
}
