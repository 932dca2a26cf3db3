/** A flash sale: everybody at once wants one of few pieces. */
import { CONFIRMED, FAILED, openMarket, orderEndings, salesDifferences, salesOf } from './purchases.ts'
import { below, row, type Scenario } from './scenario.ts'

const BUYERS_MAX = 5_000
/** One piece for so many buyers. */
const BUYERS_PER_PIECE = 50
const LIMIT_MS = 3_000
/** The window stays open for what comes late. */
const WINDOW_S = 30

export const flash: Scenario = {
  name: 'flash',
  summary: '5,000 buyers, 100 pieces, all at once, each over a connection of their own',

  async run(stage) {
    const count = Math.min(BUYERS_MAX, stage.options.wallets)
    const pieces = Math.max(1, Math.round(count / BUYERS_PER_PIECE))
    stage.say(`${count} buyers, ${pieces} pieces`)
    const { buyers, products } = await stage.inHouse(house => openMarket(house, count, { products: 1, stock: pieces }))
    const server = await stage.serve()
    const load = await stage.load(server, {
      label: 'all at once',
      requests: () => ({ kind: 'orders', input: { buyers: buyers.callers(), products } }),
      expected: ['201'],
      rate: Number.POSITIVE_INFINITY,
      connections: count,
      total: count,
      warmup_s: 0,
      seconds: WINDOW_S,
      endings: { ...orderEndings, wanted: [CONFIRMED, FAILED] },
    })
    let sold = 0
    const verified = await stage.verify(server, async house => {
      const sales = await salesOf(house)
      sold = sales.confirmed
      const unlike = sold === pieces ? [] : [`of ${pieces} pieces ${sold} were sold`]
      return [...salesDifferences(sales, [load]), ...unlike]
    })
    const slowest = load.latency.max_ms
    const unanswered = count - load.accepted
    return {
      rows: [
        row(`of ${pieces} pieces sold`, sold, '', { goal: { text: `exactly ${pieces}`, reached: sold === pieces } }),
        row('slowest answer', slowest, 'ms', { goal: below(LIMIT_MS, slowest, ' ms') }),
        row('not accepted', unanswered, '', { goal: { text: 'none', reached: unanswered === 0 } }),
        row('all know their outcome after', load.tail?.lasted_ms ?? Number.NaN, 'ms'),
      ],
      loads: [load],
      verified,
    }
  },
}
