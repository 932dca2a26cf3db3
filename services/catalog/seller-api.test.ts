import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { openTestApplication, origin, type TestApplication } from '../../test/harness/application.ts'
import { type ServiceEdge, serviceEdge } from '../../test/harness/service-edge.ts'
import { newProduct, reserveInput } from '../../test/harness/shelf.ts'
import { addProduct } from './commands.ts'
import { reserveStockCommand } from './reserving.ts'
import { catalog } from './service.ts'

let test_: TestApplication
let edge: ServiceEdge

const shop = { id: 'mem_shop', roles: ['customer', 'merchant'] }
const rival = { id: 'mem_rival', roles: ['merchant'] }
const operator = { id: 'mem_op', roles: ['operator'] }
const customer = { id: 'mem_1' }

beforeAll(async () => {
  test_ = await openTestApplication({ services: [catalog] })
  edge = serviceEdge(test_, 'catalog')
  const { writer } = test_.application.service('catalog')
  for (const product of [newProduct('prd_drip', { stock: 3 }), newProduct('prd_mug')]) {
    await writer.run(addProduct(product), origin('mem_shop'))
  }
})
afterAll(async () => {
  await edge.close()
  await test_.close()
})

const list = async (query: string): Promise<string[]> => {
  const { body } = await edge.ask(null, 'GET', `/api/products?${query}`)
  return body.items.map(({ id }: { id: string }) => id)
}

describe('selling', () => {
  const tea = { name: '녹차', price: 3000, category: 'tea', stock: 4 }

  test.each([
    ['anyone', null, 401],
    ['a customer', customer, 403],
  ])('is not for %s', async (_, as, status) => {
    expect((await edge.ask(as, 'POST', '/api/products', tea)).status).toBe(status)
    expect((await edge.ask(as, 'PATCH', '/api/products/prd_drip', { price: 1 })).status).toBe(status)
    expect((await edge.ask(as, 'DELETE', '/api/products/prd_drip')).status).toBe(status)
    expect((await edge.ask(as, 'POST', '/api/products/prd_drip/stock', { change: 1, reason: 'x' })).status).toBe(status)
    expect((await edge.ask(as, 'GET', '/api/products/prd_drip/stock')).status).toBe(status)
  })

  test('of another merchant’s products is forbidden', async () => {
    const answers = [
      await edge.ask(rival, 'PATCH', '/api/products/prd_drip', { price: 1 }),
      await edge.ask(rival, 'DELETE', '/api/products/prd_drip'),
      await edge.ask(rival, 'POST', '/api/products/prd_drip/stock', { change: 1, reason: 'x' }),
      await edge.ask(rival, 'GET', '/api/products/prd_drip/stock'),
    ]
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(4).fill([403, 'forbidden']))
  })

  test('from adding to taking off the shelf', async () => {
    const added = await edge.ask(shop, 'POST', '/api/products', tea)
    expect(added).toMatchObject({
      status: 201,
      body: { name: { ko: '녹차', en: '녹차' }, merchantId: 'mem_shop', stock: { onHand: 4 }, description: { ko: '' } },
    })
    const { id } = added.body
    expect(id).toMatch(/^prd_/)
    expect((await edge.ask(null, 'GET', `/api/products/${id}`)).body).toMatchObject(added.body)
    const changed = await edge.ask(shop, 'PATCH', `/api/products/${id}`, {
      price: 3500,
      name: { ko: '녹차', en: 'Green tea' },
    })
    expect(changed).toMatchObject({
      status: 200,
      body: { price: 3500, name: { en: 'Green tea' }, stock: { onHand: 4 } },
    })
    expect((await edge.ask(null, 'GET', `/api/products/${id}`)).body).toMatchObject(changed.body)
    expect(await list('search=green')).toEqual([id])
    expect(await edge.ask(shop, 'DELETE', `/api/products/${id}`)).toMatchObject({ status: 204, body: null })
    expect((await edge.ask(null, 'GET', `/api/products/${id}`)).status).toBe(404)
    expect(await list('search=green')).toEqual([])
    expect((await edge.ask(shop, 'PATCH', `/api/products/${id}`, { active: true })).body).toMatchObject({
      active: true,
    })
    expect(await list('search=green')).toEqual([id])
    await edge.ask(operator, 'DELETE', `/api/products/${id}`)
  })

  test('what an operator adds belongs to the house', async () => {
    const { body } = await edge.ask(operator, 'POST', '/api/products', {
      ...tea,
      name: 'Application tea',
      active: false,
    })
    expect(body).toMatchObject({ merchantId: null, active: false })
    expect((await edge.ask(shop, 'PATCH', `/api/products/${body.id}`, { price: 1 })).status).toBe(403)
  })

  test('once for an idempotency key', async () => {
    const key = { 'idempotency-key': 'tea-1' }
    const body = { ...tea, active: false }
    const first = await edge.ask(shop, 'POST', '/api/products', body, key)
    const again = await edge.ask(shop, 'POST', '/api/products', body, key)
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect((await edge.ask(shop, 'POST', '/api/products', { ...body, price: 1 }, key)).status).toBe(422)
  })

  test.each([
    ['no price', { name: 'x', category: 'tea' }],
    ['a price of nothing', { ...tea, price: 0 }],
    ['a price below nothing', { ...tea, price: -1 }],
    ['half a won', { ...tea, price: 0.5 }],
    ['a strange currency', { ...tea, currency: 'XYZ' }],
    ['no name', { ...tea, name: '' }],
    ['half a name', { ...tea, name: { ko: '차' } }],
    ['an image that runs', { ...tea, image: 'javascript:alert(1)' }],
    ['the same tag twice', { ...tea, tags: ['a', 'a'] }],
    ['stock below nothing', { ...tea, stock: -1 }],
  ])('refuses %s', async (_, body) => {
    expect((await edge.ask(shop, 'POST', '/api/products', body)).status).toBe(400)
  })

  test('refuses another currency', async () => {
    const answer = await edge.ask(shop, 'PATCH', '/api/products/prd_drip', { price: 5, currency: 'USD' })
    expect(answer).toMatchObject({ status: 422, body: { code: 'currency_fixed', currency: 'KRW' } })
  })
})

describe('the page of a product', () => {
  test('says what its seller and its category are called', async () => {
    const named = await edge.ask(shop, 'PUT', '/api/sellers/me', { name: { ko: '마당 상회', en: 'Madang Store' } })
    expect(named).toMatchObject({ status: 200, body: { id: 'mem_shop', name: { ko: '마당 상회' } } })
    await edge.ask(operator, 'PUT', '/api/categories/coffee', { name: { ko: '커피', en: 'Coffee' } })
    expect((await edge.ask(null, 'GET', '/api/products/prd_drip')).body).toMatchObject({
      categoryName: { ko: '커피', en: 'Coffee' },
      seller: { id: 'mem_shop', name: { ko: '마당 상회', en: 'Madang Store' } },
    })
    expect((await edge.ask(null, 'GET', '/api/sellers/mem_shop')).body).toEqual(named.body)
    expect(await edge.ask(null, 'GET', '/api/sellers/mem_rival')).toMatchObject({
      status: 404,
      body: { code: 'seller_unknown' },
    })
    expect((await edge.ask(operator, 'PUT', '/api/sellers/me', { name: '마당' })).status).toBe(403)
  })

  test('what an operator adds is sold by the house, and a category without a name is called by its code', async () => {
    const { body } = await edge.ask(operator, 'POST', '/api/products', { name: '잔', price: 1_000, category: 'cups' })
    expect((await edge.ask(null, 'GET', `/api/products/${body.id}`)).body).toMatchObject({
      categoryName: { ko: 'cups', en: 'cups' },
      seller: { id: null, name: { ko: '마당', en: 'Madang' } },
    })
    await edge.ask(operator, 'DELETE', `/api/products/${body.id}`)
  })
})

describe('stock', () => {
  test('is counted, never below what is reserved, and every movement is kept', async () => {
    await test_.application
      .service('catalog')
      .writer.run(reserveStockCommand(inAnHour('ord_1', ['prd_drip x2'])), origin())
    const url = '/api/products/prd_drip/stock'
    const less = await edge.ask(shop, 'POST', url, { change: -2, reason: 'broken' })
    expect(less).toMatchObject({
      status: 409,
      body: { code: 'stock_below_reserved', onHand: 3, reserved: 2, available: 1 },
    })
    const more = await edge.ask(shop, 'POST', url, { change: 7, reason: 'delivery 42' })
    expect(more).toMatchObject({
      status: 201,
      body: {
        movement: { number: 2, kind: 'received', change: 7, onHand: 10, reason: 'delivery 42', actor: 'mem_shop' },
        stock: { onHand: 10, reserved: 2, available: 8 },
      },
    })
    await edge.ask(operator, 'POST', url, { change: -1, reason: 'broken' })
    const first = await edge.ask(shop, 'GET', `${url}?limit=2`)
    expect(first.body.items.map((item: { change: number }) => item.change)).toEqual([-1, 7])
    const rest = await edge.ask(shop, 'GET', `${url}?limit=2&cursor=${first.body.nextCursor}`)
    expect(rest.body).toMatchObject({ items: [{ kind: 'received', change: 3, number: 1 }], nextCursor: null })
    expect(first.body.items[1]).toEqual(more.body.movement)
    expect((await edge.ask(null, 'GET', '/api/products/prd_drip')).body.stock).toEqual({
      onHand: 9,
      reserved: 2,
      available: 7,
    })
  })

  test.each([
    { change: 0, reason: 'x' },
    { change: 1.5, reason: 'x' },
    { change: 2_000_000, reason: 'x' },
    { change: 1 },
  ])('refuses %j', async body => {
    expect((await edge.ask(shop, 'POST', '/api/products/prd_mug/stock', body)).status).toBe(400)
  })

  test('of an unknown product is not there', async () => {
    expect((await edge.ask(shop, 'GET', '/api/products/prd_0/stock')).body).toMatchObject({ code: 'product_unknown' })
    const counted = await edge.ask(shop, 'POST', '/api/products/prd_0/stock', { change: 1, reason: 'x' })
    expect(counted.body).toMatchObject({ code: 'product_unknown' })
  })
})

test('after all this every view equals its events', async () => {
  const results = await verifyApplication(test_.database.url, [catalog])
  expect(results.filter(({ differences }) => differences.length > 0)).toEqual([])
})

const inAnHour = (orderId: string, lines: string[]) =>
  reserveInput(orderId, lines, new Date(test_.ports.clock.now().getTime() + 3_600_000).toISOString())

describe('what a merchant sells', () => {
  const baker = { id: 'mem_baker', roles: ['merchant'] }
  const own = async (query = '', as = baker): Promise<string[]> => {
    const { status, body } = await edge.ask(as, 'GET', `/api/sellers/me/products${query}`)
    expect(status).toBe(200)
    return body.items.map(({ name }: { name: { ko: string } }) => name.ko)
  }
  const add = async (name: string, stock: number, category = 'bakery') =>
    (await edge.ask(baker, 'POST', '/api/products', { name, price: 3000, category, stock })).body.id

  test('is found by words, category, what is left, and whether it is for sale; newest first', async () => {
    await add('식빵', 20)
    await add('단팥빵', 3)
    await add('보리차', 0, 'tea')
    const retired = await add('바게트', 9)
    await edge.ask(baker, 'DELETE', `/api/products/${retired}`)
    expect(await own()).toEqual(['바게트', '보리차', '단팥빵', '식빵'])
    expect(await own('?search=단팥')).toEqual(['단팥빵'])
    expect(await own('?search=!!')).toEqual([])
    expect(await own('?category=tea')).toEqual(['보리차'])
    expect(await own('?active=false')).toEqual(['바게트'])
    expect(await own('?supply=sold_out')).toEqual(['보리차'])
    expect(await own('?supply=low&active=true')).toEqual(['보리차', '단팥빵'])
    const { body } = await edge.ask(baker, 'GET', '/api/sellers/me/products?limit=3')
    expect(await own(`?limit=3&cursor=${body.nextCursor}`)).toEqual(['식빵'])
  })

  test('is nobody else’s to see', async () => {
    expect(await own('', rival)).toEqual([])
    expect((await edge.ask(customer, 'GET', '/api/sellers/me/products')).status).toBe(403)
  })
})
