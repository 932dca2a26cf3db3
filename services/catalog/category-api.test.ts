import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApplication, origin, type TestApplication } from '../../test/harness/application.ts'
import { type Asker, type ServiceEdge, serviceEdge } from '../../test/harness/service-edge.ts'
import { newProduct } from '../../test/harness/shelf.ts'
import { addProduct } from './commands.ts'
import { catalog } from './service.ts'

let opened: TestApplication
let edge: ServiceEdge

const shop = { id: 'mem_shop', roles: ['customer', 'merchant'] }
const operator = { id: 'mem_op', roles: ['operator'] }

beforeAll(async () => {
  opened = await openTestApplication({ services: [catalog] })
  edge = serviceEdge(opened, 'catalog')
  const { writer } = opened.application.service('catalog')
  for (const [productId, category] of Object.entries({ 'coffee-1': 'coffee', 'coffee-2': 'coffee', mug: 'kitchen' }))
    await writer.run(addProduct(newProduct(productId, { category })), origin('mem_shop'))
})
afterAll(async () => {
  await edge.close()
  await opened.close()
})

const list = async () => (await edge.ask(null, 'GET', '/api/categories')).body.items
const put = (category: string, name: unknown, as: Asker = operator) =>
  edge.ask(as, 'PUT', `/api/categories/${encodeURIComponent(category)}`, { name })
const add = (category: string) => edge.ask(shop, 'POST', '/api/products', { name: '물건', price: 100, category })
const find = async (query: Record<string, string>) =>
  (await edge.ask(null, 'GET', `/api/products?${new URLSearchParams(query)}`)).body.items.map(
    ({ id }: { id: string }) => id,
  )

describe('a category', () => {
  test('without names is called by its code, and all have counts', async () => {
    expect(await list()).toEqual([
      { category: 'coffee', name: { ko: 'coffee', en: 'coffee' }, products: 2 },
      { category: 'kitchen', name: { ko: 'kitchen', en: 'kitchen' }, products: 1 },
    ])
  })

  test('is named by an operator, and a search finds its products by its names as they are', async () => {
    expect(await find({ search: '주방' })).toEqual([])
    const named = { category: 'kitchen', name: { ko: '주방', en: 'For the kitchen' } }
    expect(await put('kitchen', named.name)).toMatchObject({ status: 200, body: named })
    expect(await list()).toContainEqual({ ...named, products: 1 })
    expect(await find({ search: '주방' })).toEqual(['mug'])
    expect(await find({ search: '주바' })).toEqual(['mug'])
    expect(await find({ search: 'ㅈㅂ 커피' })).toEqual(['mug'])

    expect((await put('kitchen', '부엌')).body.name).toEqual({ ko: '부엌', en: '부엌' })
    expect(await find({ search: '주방' })).toEqual([])
    expect(await find({ search: '부엌', category: 'kitchen' })).toEqual(['mug'])
    expect(await find({ search: '부엌', category: 'coffee' })).toEqual([])
  })

  test('that is named the same again is not written again', async () => {
    const { writer } = opened.application.service('catalog')
    const version = async () => (await writer.head('category:coffee'))?.version
    await put('coffee', '커피')
    const before = await version()
    expect((await put('coffee', '커피')).status).toBe(200)
    expect(await version()).toBe(before)
  })

  test.each([
    ['by a merchant', 'kitchen', '주방', shop, 403],
    ['without a name', 'kitchen', '', operator, 400],
    ['in one language', 'kitchen', { ko: '주방' }, operator, 400],
    ['without a product', 'kitschen', '주방', operator, 404],
    ['by a code of signs', '…', '주방', operator, 400],
  ])('is not named %s', async (_, category, name, as, status) => {
    expect((await put(category, name, as)).status).toBe(status)
  })

  test('of the same letters is one, however they were typed', async () => {
    await add('전통 차'.normalize('NFD'))
    await add('전통 차')
    await put('전통 차'.normalize('NFD'), '우리 차')
    expect(await list()).toContainEqual({ category: '전통 차', name: { ko: '우리 차', en: '우리 차' }, products: 2 })
    expect(await find({ category: '전통 차'.normalize('NFD') })).toHaveLength(2)
    expect(await find({ search: '우리차' })).toHaveLength(2)
  })

  test('of any signs is found by its name', async () => {
    const code = String.raw`o'\ b "x", {y} | & (a/b)`
    await add(code)
    await put(code, '별난 것')
    expect(await list()).toContainEqual({ category: code, name: { ko: '별난 것', en: '별난 것' }, products: 1 })
    expect(await find({ search: '별난' })).toHaveLength(1)
  })
})
