import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApplication, origin, type TestApplication } from '../../test/harness/application.ts'
import { type ServiceEdge, serviceEdge } from '../../test/harness/service-edge.ts'
import { newProduct } from '../../test/harness/shelf.ts'
import { nameCategory } from './category.ts'
import { addProduct } from './commands.ts'
import { catalog } from './service.ts'

let test_: TestApplication
let edge: ServiceEdge

const shop = { id: 'mem_shop', roles: ['customer', 'merchant'] }
const rival = { id: 'mem_rival', roles: ['merchant'] }
const operator = { id: 'mem_op', roles: ['operator'] }
const customer = { id: 'mem_1' }

const silent = { description: { ko: '', en: '' } }
const goods = [
  newProduct('product-1', {
    name: { ko: '무선 이어폰', en: 'Wireless earbuds' },
    description: { ko: '소음 제거', en: 'Noise cancelling' },
    price: 2999,
    currency: 'USD',
    category: 'electronics',
    tags: ['Bluetooth'],
    stock: 10,
  }),
  newProduct('prd_drip', { ...silent, price: 4500, stock: 3 }),
  newProduct('prd_latte', {
    ...silent,
    name: { ko: '카페 라떼', en: 'Caffè latte' },
    price: 5000,
    tags: ['우유', 'hot'],
  }),
  newProduct('prd_beans', {
    ...silent,
    name: { ko: '커피 원두', en: 'Beans' },
    price: 15000,
    category: 'groceries',
    tags: [],
  }),
  newProduct('prd_mug', { ...silent, name: { ko: '머그컵', en: 'Mug' }, price: 4500, category: 'kitchen' }),
  newProduct('prd_gone', { name: { ko: '단종', en: 'Gone' }, active: false }),
]

beforeAll(async () => {
  test_ = await openTestApplication({ services: [catalog] })
  edge = serviceEdge(test_, 'catalog')
  const { writer } = test_.application.service('catalog')
  for (const product of goods) await writer.run(addProduct(product), origin('mem_shop'))
  await writer.run(nameCategory({ category: 'coffee', name: { ko: '카페 음료', en: 'Café drinks' } }), origin('mem_op'))
})
afterAll(async () => {
  await edge.close()
  await test_.close()
})

const idsOf = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id)
const list = async (query: string, headers = {}) =>
  idsOf((await edge.ask(null, 'GET', `/api/products?${query}`, undefined, headers)).body)

describe('the list', () => {
  test('shows what is for sale, newest first, whole', async () => {
    const { status, body } = await edge.ask(null, 'GET', '/api/products')
    expect(status).toBe(200)
    expect(idsOf(body)).toEqual(['prd_mug', 'prd_beans', 'prd_latte', 'prd_drip', 'product-1'])
    expect(body.nextCursor).toBeNull()
    expect(body.items[4]).toMatchObject({
      id: 'product-1',
      name: { ko: '무선 이어폰', en: 'Wireless earbuds' },
      price: 29.99,
      currency: 'USD',
      category: 'electronics',
      tags: ['Bluetooth'],
      active: true,
      merchantId: 'mem_shop',
      stock: { onHand: 10, reserved: 0, available: 10 },
    })
  })

  test.each([
    ['newest', 'en', ['prd_mug', 'prd_beans', 'prd_latte', 'prd_drip', 'product-1']],
    ['price_asc', 'en', ['prd_drip', 'prd_mug', 'prd_latte', 'prd_beans', 'product-1']],
    ['price_desc', 'en', ['prd_beans', 'prd_latte', 'prd_drip', 'prd_mug', 'product-1']],
    ['name', 'en', ['prd_beans', 'prd_latte', 'prd_drip', 'prd_mug', 'product-1']],
    ['name', 'ko', ['prd_drip', 'prd_mug', 'product-1', 'prd_latte', 'prd_beans']],
  ])('sorts by %s (%s), the same on one page or on many', async (sort, language, expected) => {
    const headers = { 'accept-language': language }
    expect(await list(`sort=${sort}`, headers)).toEqual(expected)
    const paged: string[] = []
    let cursor = ''
    do {
      const { body } = await edge.ask(null, 'GET', `/api/products?sort=${sort}&limit=2${cursor}`, undefined, headers)
      paged.push(...idsOf(body))
      cursor = body.nextCursor && `&cursor=${body.nextCursor}`
    } while (cursor)
    expect(paged).toEqual(expected)
  })

  test.each([
    ['커피', ['prd_beans', 'prd_drip']],
    ['커', ['prd_mug', 'prd_beans', 'prd_drip']],
    ['피', ['prd_beans', 'prd_drip']],
    ['ㅋㅍ', ['prd_beans', 'prd_latte', 'prd_drip']],
    ['ㅍㅇㄷ', ['prd_beans']],
    ['원두', ['prd_beans']],
    ['원ㄷ', ['prd_beans']],
    ['커피원두', ['prd_beans']],
    ['머ㄱ', ['prd_mug']],
    ['컵', ['prd_mug']],
    ['어폰', ['product-1']],
    ['음료', ['prd_latte', 'prd_drip']],
    ['음료 드립', ['prd_drip']],
    ['CAFE DRIN', ['prd_latte', 'prd_drip']],
    ['음 제거', []],
    ['COFF', ['prd_latte', 'prd_drip']],
    ['caff', ['prd_latte']],
    ['CAFFE', ['prd_latte']],
    ['ｃａｆｆ', ['prd_latte']],
    ['drip cof', ['prd_drip']],
    ['drip mug', []],
    ['rip', []],
    ['blue', ['product-1']],
    ['우유', ['prd_latte']],
    ['electro', ['product-1']],
    ['소음', ['product-1']],
    ['gone', []],
    ["' | a:*", []],
    ['…', []],
    ['  ', ['prd_mug', 'prd_beans', 'prd_latte', 'prd_drip', 'product-1']],
  ])('finds %j', async (search, expected) => {
    expect(await list(`search=${encodeURIComponent(search)}`)).toEqual(expected)
  })

  test('narrows to a category, also with a search', async () => {
    expect(await list('category=coffee')).toEqual(['prd_latte', 'prd_drip'])
    expect(await list('category=coffee&search=lat')).toEqual(['prd_latte'])
    expect(await list('category=nothing')).toEqual([])
  })

  test('shows some products by their ids, as far as they are for sale', async () => {
    expect(await list('ids=prd_drip,nothing,prd_mug,prd_drip')).toEqual(['prd_drip', 'prd_mug'])
    const many = Array.from({ length: 101 }, (_, nth) => `prd_${nth}`).join()
    expect((await edge.ask(null, 'GET', `/api/products?ids=${many}`)).status).toBe(400)
  })

  test.each(['sort=best', 'limit=0', 'limit=101', 'cursor=bm8', 'search=%00', 'ids='])('refuses %s', async query => {
    expect((await edge.ask(null, 'GET', `/api/products?${query}`)).status).toBe(400)
  })

  test('refuses the cursor of another order', async () => {
    const { body } = await edge.ask(null, 'GET', '/api/products?limit=1')
    const other = await edge.ask(null, 'GET', `/api/products?limit=1&sort=price_asc&cursor=${body.nextCursor}`)
    expect(other).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ in: 'query', pointer: '/cursor' }] },
    })
  })

  test('a search that never was a word reaches the database as a parameter', async () => {
    for (const search of ["'); drop table products; --", "a':* | 'b", '\\\\', '=coffee', ':*', '!a', '<->'])
      expect((await edge.ask(null, 'GET', `/api/products?search=${encodeURIComponent(search)}`)).status).toBe(200)
  })
})

describe('one product', () => {
  test.each([
    ['anyone', null, 404],
    ['a customer', customer, 404],
    ['another merchant', rival, 404],
    ['its merchant', shop, 200],
    ['an operator', operator, 200],
  ])('not for sale, for %s: %d', async (_, as, status) => {
    expect((await edge.ask(as, 'GET', '/api/products/prd_gone')).status).toBe(status)
  })

  test('is there for anyone, and unknown ones are not', async () => {
    expect((await edge.ask(null, 'GET', '/api/products/product-1')).body).toMatchObject({
      id: 'product-1',
      price: 29.99,
    })
    expect((await edge.ask(null, 'GET', '/api/products/prd_0')).body).toMatchObject({
      status: 404,
      code: 'product_unknown',
    })
  })
})
