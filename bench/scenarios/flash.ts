/** A flash sale: everybody at once wants one of few pieces, in an application that has been selling other things. */
import type { Application } from '../../platform/runtime/application.ts'
import { CONFIRMED, FAILED, openMarket, orderEndings, salesDifferences, salesOf } from './purchases.ts'
import { below, row, type Scenario } from './scenario.ts'

const BUYERS_MAX = 5_000
/** One piece for so many buyers. */
const BUYERS_PER_PIECE = 50
const LIMIT_MS = 3_000
/** The window stays open for what comes late. */
const WINDOW_S = 30
/** Who buys other things until then; those of the sale have not been seen when it begins. */
const REGULARS = { buyers: 500, products: 100, stock: 1_000_000, begunMax: 64, seconds: 5 }

export const flash: Scenario = {
  name: 'flash',
  summary: '5,000 buyers, 100 pieces, all at once, each over a connection of their own',

  async run(stage) {
    const count = Math.min(BUYERS_MAX, stage.options.wallets)
    const regulars = Math.min(REGULARS.buyers, count)
    const pieces = Math.max(1, Math.round(count / BUYERS_PER_PIECE))
    stage.say(`${count} buyers, ${pieces} pieces`)
    const { sale, usual } = await stage.inApplication(async application => ({
      sale: await openMarket(application, count, { products: 1, stock: pieces }),
      usual: await openMarket(application, regulars, REGULARS),
    }))
    const server = await stage.serve()
    await stage.load(server, {
      label: 'other things, before the sale',
      requests: () => ({ kind: 'orders', input: { buyers: usual.buyers.callers(), products: usual.products } }),
      expected: ['201'],
      begunMax: REGULARS.begunMax,
      warmup_s: 0,
      seconds: Math.min(REGULARS.seconds, stage.options.seconds),
      endings: orderEndings,
    })
    const rush = await stage.load(server, {
      label: 'all at once',
      requests: () => ({ kind: 'orders', input: { buyers: sale.buyers.callers(), products: sale.products } }),
      expected: ['201'],
      rate: Number.POSITIVE_INFINITY,
      connections: count,
      total: count,
      warmup_s: 0,
      seconds: WINDOW_S,
      endings: { ...orderEndings, wanted: [CONFIRMED, FAILED] },
    })
    let sold = 0
    const verified = await stage.verify(server, async application => {
      sold = await shippedOf(application, sale.products)
      const unlike = sold === pieces ? [] : [`of ${pieces} pieces ${sold} were sold`]
      return [...salesDifferences(await salesOf(application), stage.loads), ...unlike]
    })
    const slowest = rush.latency.max_ms
    const unanswered = count - rush.accepted
    return {
      rows: [
        row(`of ${pieces} pieces sold`, sold, '', { goal: { text: `exactly ${pieces}`, reached: sold === pieces } }),
        row('slowest answer', slowest, 'ms', { goal: below(LIMIT_MS, slowest, ' ms') }),
        row('not accepted', unanswered, '', { goal: { text: 'none', reached: unanswered === 0 } }),
        row('all know their outcome after', rush.tail?.lasted_ms ?? Number.NaN, 'ms'),
      ],
      loads: stage.loads,
      verified,
      notes: [
        `An application in which nothing was ever bought compiles its code while the crowd waits. So ${regulars} other members buy other products
first. Nobody of the crowd has been seen before: each token is verified, and each buyer's data key made, during the sale.`,
      ],
    }
  },
}

/** Pieces of these products that left the shelf. */
async function shippedOf(application: Application, products: readonly string[]): Promise<number> {
  const { rows } = await application.service('catalog').read.query<{ shipped: number }>(
    `select coalesce(-sum(change), 0)::float8 as shipped
     from stock_movements where kind = 'shipped' and product_id = any($1)`,
    [products],
  )
  return rows[0]?.shipped ?? 0
}
