import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApplication, origin, type TestApplication } from '../../test/harness/application.ts'
import { type ServiceEdge, serviceEdge } from '../../test/harness/service-edge.ts'
import { newProduct } from '../../test/harness/shelf.ts'
import { addProduct } from './commands.ts'
import { catalog } from './service.ts'

let opened: TestApplication
let edge: ServiceEdge

/** Few prices for many products, the same in won and in cents, so that pages end between equal ones. */
const goods = Array.from({ length: 24 }, (_, index) => ({
  id: `prd_${String(index).padStart(2, '0')}`,
  price: 100 + (index % 4),
  currency: index % 3 === 0 ? 'USD' : 'KRW',
}))

beforeAll(async () => {
  opened = await openTestApplication({ services: [catalog] })
  edge = serviceEdge(opened, 'catalog')
  const { writer } = opened.application.service('catalog')
  for (const { id, ...price } of goods) await writer.run(addProduct(newProduct(id, price)), origin('mem_shop'))
})
afterAll(async () => {
  await edge.close()
  await opened.close()
})

async function paged(sort: string, limit: number): Promise<string[]> {
  const ids: string[] = []
  let cursor = ''
  do {
    const { body } = await edge.ask(null, 'GET', `/api/products?sort=${sort}&limit=${limit}${cursor}`)
    ids.push(...body.items.map(({ id }: { id: string }) => id))
    cursor = body.nextCursor && `&cursor=${body.nextCursor}`
  } while (cursor)
  return ids
}

const inOrder = (sign: 1 | -1) =>
  goods
    .toSorted(
      (a, b) =>
        a.currency.localeCompare(b.currency, 'en') || sign * (a.price - b.price) || a.id.localeCompare(b.id, 'en'),
    )
    .map(({ id }) => id)

test.each([
  ['price_asc', 1],
  ['price_desc', -1],
] as const)('%s lists won before dollars, each by its price, whatever the size of a page', async (sort, sign) => {
  for (const limit of [1, 2, 3, 5, 7, 100]) expect(await paged(sort, limit), `pages of ${limit}`).toEqual(inOrder(sign))
})

test.each(['currency', 'price'])('a cursor without its %s is refused', async part => {
  const { body } = await edge.ask(null, 'GET', '/api/products?sort=price_asc&limit=1')
  const { [part]: _, ...rest } = JSON.parse(Buffer.from(body.nextCursor, 'base64url').toString())
  const cursor = Buffer.from(JSON.stringify(rest)).toString('base64url')
  expect((await edge.ask(null, 'GET', `/api/products?sort=price_asc&cursor=${cursor}`)).status).toBe(400)
})
