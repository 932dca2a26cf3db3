/** Whole purchases: an order by wallet, over five services, until it is confirmed. */
import { LOOK_MS } from '../endings.ts'
import { atMaximum, p95Of, p95ToEndOf } from './at-maximum.ts'
import { openMarket, orderEndings, salesDifferences, salesOf } from './purchases.ts'
import { atLeast, below, row, type Scenario, toBaseline } from './scenario.ts'

/** Fewer in a short form with fewer buyers than that. */
const PRODUCTS_MAX = 1_000
const STOCK = 1_000_000
/** Orders placed and not confirmed yet, in the closed loop. Twice as many gain nothing, and half of them leave the machine waiting. */
const BEGUN_MAX = 1_024

export const checkout: Scenario = {
  name: 'checkout',
  summary: 'POST /api/orders by wallet until confirmed, one piece of one of 1,000 products',

  async run(stage) {
    const { wallets } = stage.options
    const shelf = { products: Math.min(PRODUCTS_MAX, wallets), stock: STOCK }
    stage.say(`${wallets} buyers and ${shelf.products} products`)
    const { buyers, products } = await stage.inApplication(application => openMarket(application, wallets, shelf))
    const server = await stage.serve()
    const { perSecond, steady } = await atMaximum(stage, server, {
      requests: () => ({ kind: 'orders', input: { buyers: buyers.callers(), products } }),
      expected: ['201'],
      begunMax: BEGUN_MAX,
      endings: orderEndings,
    })
    const verified = await stage.verify(server, async application => {
      const sales = await salesOf(application)
      const refused = sales.failed === 0 ? [] : [`${sales.failed} orders failed, with money and stock for all`]
      return [...salesDifferences(sales, stage.loads), ...refused]
    })
    const confirming = p95ToEndOf(steady)
    const accepting = p95Of(steady)
    return {
      rows: [
        row('orders confirmed', perSecond, '/s', {
          ratio: toBaseline(perSecond, stage),
          goal: atLeast(1_500, perSecond, '/s'),
        }),
        row('accepted → confirmed, p95 at 70 %', confirming, 'ms', { goal: below(500, confirming, ' ms') }),
        row('accepted, p95 at 70 %', accepting, 'ms', { goal: below(50, accepting, ' ms') }),
      ],
      loads: stage.loads,
      verified,
      notes: [
        `The closed loop keeps at most ${BEGUN_MAX} orders placed and not confirmed. Confirmations are seen by one query every
${LOOK_MS} ms over what was committed since the last one; nobody asks the platform. An order counts from the moment it was decided to be
placed, which is before it was accepted, to the moment its confirmation was seen.`,
      ],
    }
  },
}
