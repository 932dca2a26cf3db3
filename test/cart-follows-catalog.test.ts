import { afterAll, beforeAll, expect, test } from 'vitest'
import { cart } from '../services/cart/service.ts'
import { addProduct, changeProduct, removePicture } from '../services/catalog/commands.ts'
import { releaseStockCommand, reserveStockCommand } from '../services/catalog/reserving.ts'
import { catalog } from '../services/catalog/service.ts'
import { openTestApplication, origin, type TestApplication } from './harness/application.ts'
import { type ServiceEdge, serviceEdge } from './harness/service-edge.ts'
import { newProduct, reserveInput } from './harness/shelf.ts'

let test_: TestApplication
let edge: ServiceEdge

beforeAll(async () => {
  test_ = await openTestApplication({ services: [catalog, cart] })
  edge = serviceEdge(test_, 'cart')
})
afterAll(async () => {
  await edge.close()
  await test_.close()
})

const member = { id: 'mem_1' }
const operator = { id: 'mem_op', operator: true }
const inCatalog = async (
  command: Parameters<ReturnType<TestApplication['application']['service']>['writer']['run']>[0],
) => {
  await test_.application.service('catalog').writer.run(command, origin())
  await test_.application.awaitIdle()
}
const line = async () => (await edge.ask(member, 'GET', '/api/cart')).body.items[0]

test('the cart follows what the catalog says of a product', async () => {
  await inCatalog(addProduct(newProduct('product-1', { price: 2999, currency: 'USD', stock: 2 })))
  const added = await edge.ask(member, 'POST', '/api/cart/add', { productId: 'product-1', quantity: 2 })
  expect(added.body).toMatchObject({ items: [{ price: 29.99, available: true }], totals: [{ amount: 59.98 }] })

  await inCatalog(changeProduct('product-1', operator, { priceMajor: 24.5 }))
  expect(await line()).toMatchObject({ price: 29.99, currentPrice: 24.5, priceChanged: true, total: 59.98 })

  const inAnHour = new Date(test_.ports.clock.now().getTime() + 3_600_000).toISOString()
  const order = reserveInput('ord_1', ['product-1 x2'], inAnHour)
  await inCatalog(reserveStockCommand(order))
  expect(await line()).toMatchObject({ available: false })
  await inCatalog(releaseStockCommand(order))
  expect(await line()).toMatchObject({ available: true })

  await inCatalog(changeProduct('product-1', operator, { active: false }))
  expect(await line()).toMatchObject({ available: false })
})

test('the cart shows the picture that a product has now, or else the address that its seller has named', async () => {
  await inCatalog(addProduct(newProduct('mug', { stock: 2, image: '/mug.png' })))
  const added = await edge.ask(member, 'POST', '/api/cart/add', { productId: 'mug', quantity: 1 })
  const image = async () =>
    (await edge.ask(member, 'GET', '/api/cart')).body.items.find(
      ({ productId }: { productId: string }) => productId === 'mug',
    ).image
  expect([added.status, await image()]).toEqual([200, '/mug.png'])
  await inCatalog(changeProduct('mug', operator, { picture: { sha256: 'abc', width: 2, height: 1, alt: null } }))
  expect(await image()).toBe('/api/products/mug/pictures/abc')
  await inCatalog(removePicture('mug', operator))
  expect(await image()).toBe('/mug.png')
})
