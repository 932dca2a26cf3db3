/** Browsing without logging in: reads only. */
import { atMaximum, p95Of } from './at-maximum.ts'
import { CATEGORIES, fillShelf, searches } from './products.ts'
import { atLeast, below, row, type Scenario, toBaseline } from './scenario.ts'

const PRODUCTS = 1_000
const STOCK = 100

export const catalog: Scenario = {
  name: 'catalog',
  summary: 'GET list, search and one product, a third each, over 1,000 products',

  async run(stage) {
    const products = await stage.inApplication(application =>
      fillShelf(application, { products: PRODUCTS, stock: STOCK }),
    )
    const server = await stage.serve()
    const input = { products, searches: searches(), categories: CATEGORIES }
    const found = await foundBy(server.url, input)
    const { perSecond, steady } = await atMaximum(stage, server, {
      requests: () => ({ kind: 'catalog', input }),
      expected: ['200'],
    })
    const verified = await stage.verify(server, async () => found)
    const p95_ms = p95Of(steady)
    return {
      rows: [
        row('requests', perSecond, '/s', {
          ratio: toBaseline(perSecond, stage),
          goal: atLeast(12_000, perSecond, '/s'),
        }),
        row('p95 at 70 %', p95_ms, 'ms', { goal: below(20, p95_ms, ' ms') }),
      ],
      loads: stage.loads,
      verified,
    }
  },
}

/** Each list and each search finds something, or the load would be reading empty pages. */
async function foundBy(url: string, input: { searches: readonly string[]; categories: readonly string[] }) {
  const differences: string[] = []
  const queries = [
    ...input.searches.map(search => `search=${encodeURIComponent(search)}`),
    ...input.categories.map(category => `category=${category}`),
  ]
  for (const query of queries) {
    const answer = await fetch(`${url}/api/products?${query}`)
    const { items } = (await answer.json()) as { items?: unknown[] }
    if (!items?.length) differences.push(`?${query} finds nothing`)
  }
  return differences
}
