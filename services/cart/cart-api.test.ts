import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cartLines } from '../../contracts/cart.ts'
import { availabilityChanged, type ProductDetails, productAdded, productChanged } from '../../contracts/catalog.ts'
import { memberForgotten } from '../../contracts/identity.ts'
import { orderConfirmed } from '../../contracts/orders.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import type { Message, NewMessage } from '../../platform/kit/message.ts'
import { bareService } from '../../platform/service/service.ts'
import { openTestApplication, origin, type TestApplication } from '../../test/harness/application.ts'
import { type ServiceEdge, serviceEdge } from '../../test/harness/service-edge.ts'
import { productCopies } from './copies.ts'
import { cart } from './service.ts'

let test_: TestApplication
let edge: ServiceEdge

/** Services that only say what they are told to: the cart hears nothing else of them. */
const voices = ['catalog', 'orders', 'identity'].map(name =>
  bareService({ name, migrations: new URL('../../test/core/migrations/', import.meta.url) }),
)
let said = 0

async function say(service: string, ...messages: NewMessage[]): Promise<void> {
  said += 1
  const own = messages.map((message, index) => ({ ...message, stream: `said:${said}.${index}` }))
  const command: Command = { type: 'say', keys: [], decide: () => accept(own) }
  await test_.application.service(service).writer.run(command, origin())
  await test_.application.awaitIdle()
}

const product = (productId: string, change: Partial<ProductDetails> = {}): ProductDetails => ({
  productId,
  merchantId: null,
  name: { ko: '머그컵', en: 'Mug' },
  description: { ko: '', en: '' },
  price: 12000,
  currency: 'KRW',
  category: 'kitchen',
  image: '/mug.png',
  tags: [],
  active: true,
  ...change,
})
const added = (productId: string, change?: Partial<ProductDetails>) => productAdded.of('', product(productId, change))
const changed = (productId: string, change: Partial<ProductDetails>) =>
  productChanged.of('', product(productId, change))
const available = (productId: string, is: boolean) => availabilityChanged.of('', { productId, available: is })

beforeAll(async () => {
  test_ = await openTestApplication({ services: [cart, ...voices] })
  edge = serviceEdge(test_, 'cart')
  await say(
    'catalog',
    available('mug', true),
    added('mug'),
    added('cup', { price: 999, currency: 'USD' }),
    available('cup', true),
    added('jar', { active: false }),
  )
})
afterAll(async () => {
  await edge.close()
  await test_.close()
})

const put = (id: string, productId: string, quantity: number, headers?: Record<string, string>) =>
  edge.ask({ id }, 'POST', '/api/cart/add', { productId, quantity }, headers)
const cartOf = async (id: string) => (await edge.ask({ id }, 'GET', '/api/cart')).body

describe('a member', () => {
  test('fills a cart, changes it, and empties it', async () => {
    expect(await cartOf('mem_a')).toEqual({ userId: 'mem_a', version: 0, items: [], totals: [] })
    await put('mem_a', 'mug', 2)
    const { status, body } = await put('mem_a', 'cup', 3)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      userId: 'mem_a',
      items: [
        {
          productId: 'mug',
          name: { ko: '머그컵', en: 'Mug' },
          image: '/mug.png',
          price: 12000,
          quantity: 2,
          total: 24000,
        },
        { productId: 'cup', price: 9.99, currency: 'USD', quantity: 3, total: 29.97, available: true },
      ],
      totals: [
        { currency: 'KRW', amount: 24000 },
        { currency: 'USD', amount: 29.97 },
      ],
    })
    expect(await cartOf('mem_a')).toEqual(body)
    const set = await edge.ask({ id: 'mem_a' }, 'PUT', '/api/cart/items/mug', { quantity: 5 })
    expect(set.body.items[0]).toMatchObject({ quantity: 5, total: 60000 })
    const removed = await edge.ask({ id: 'mem_a' }, 'DELETE', '/api/cart/items/mug')
    expect(removed.body.items).toMatchObject([{ productId: 'cup' }])
    expect((await edge.ask({ id: 'mem_a' }, 'DELETE', '/api/cart')).body).toEqual({
      userId: 'mem_a',
      version: 5,
      items: [],
      totals: [],
    })
    expect((await cartOf('mem_a')).items).toEqual([])
  })

  test('sees only their own cart', async () => {
    await put('mem_b', 'mug', 1)
    expect((await edge.ask({ id: 'mem_b' }, 'GET', '/api/cart/mem_b')).body).toEqual(await cartOf('mem_b'))
    expect(await edge.ask({ id: 'mem_c' }, 'GET', '/api/cart/mem_b')).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
    const operator = { id: 'mem_op', roles: ['operator'] }
    expect((await edge.ask(operator, 'GET', '/api/cart/mem_b')).status).toBe(403)
    expect((await edge.ask(null, 'GET', '/api/cart')).status).toBe(401)
    expect((await edge.ask(null, 'POST', '/api/cart/add', { productId: 'mug', quantity: 1 })).status).toBe(401)
  })

  test.each([
    [{ productId: 'none', quantity: 1 }, 404, 'product_unknown'],
    [{ productId: 'jar', quantity: 1 }, 409, 'product_inactive'],
    [{ productId: 'mug', quantity: 0 }, 400, 'invalid_request'],
    [{ productId: 'mug', quantity: -1 }, 400, 'invalid_request'],
    [{ productId: 'mug', quantity: 100 }, 400, 'invalid_request'],
    [{ productId: 'mug', quantity: 1.5 }, 400, 'invalid_request'],
    [{ productId: 'mug', quantity: '1' }, 400, 'invalid_request'],
    [{ productId: 'mug' }, 400, 'invalid_request'],
  ])('adding %j is refused: %d %s', async (body, status, code) => {
    expect(await edge.ask({ id: 'mem_d' }, 'POST', '/api/cart/add', body)).toMatchObject({ status, body: { code } })
    expect((await cartOf('mem_d')).items).toEqual([])
  })

  test('gets no more than 99 of a product, however often it is added at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => put('mem_e', 'mug', 30)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 422, 422])
    expect((await cartOf('mem_e')).items[0]).toMatchObject({ quantity: 90 })
  })

  test('cannot name a price', async () => {
    const body = { productId: 'mug', quantity: 1, price: 1, total: 1 }
    expect(await edge.ask({ id: 'mem_f' }, 'POST', '/api/cart/add', body)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/price' }, { pointer: '/total' }] },
    })
    expect((await cartOf('mem_f')).totals).toEqual([])
  })

  test('adds once for an idempotency key', async () => {
    const key = { 'idempotency-key': 'add-1' }
    const first = await put('mem_g', 'mug', 1, key)
    const again = await put('mem_g', 'mug', 1, key)
    expect(again.body).toEqual(first.body)
    expect((await cartOf('mem_g')).items[0]).toMatchObject({ quantity: 1 })
  })

  test.each(['PUT', 'DELETE'] as const)('%s of what is not in the cart is refused', async method => {
    const body = method === 'PUT' ? { quantity: 1 } : undefined
    expect(await edge.ask({ id: 'mem_h' }, method, '/api/cart/items/mug', body)).toMatchObject({
      status: 404,
      body: { code: 'item_unknown' },
    })
  })
})

describe('other services', () => {
  test('an older word on a product, or the same one twice, changes nothing', async () => {
    const { read } = test_.application.service('cart')
    const told = (version: number, price: number) =>
      ({ type: productChanged.type, version, data: product('vase', { price }) }) as Message<ProductDetails>
    await productCopies.apply(read, [told(2, 200), told(1, 100)])
    await productCopies.apply(read, [told(1, 100)])
    expect((await put('mem_v', 'vase', 1)).body.items[0]).toMatchObject({ price: 200 })
    await productCopies.apply(read, [told(3, 300), told(3, 300)])
    expect((await cartOf('mem_v')).items[0]).toMatchObject({ price: 200, currentPrice: 300 })
  })

  test('a line is marked when its product has another price, is sold out, or is taken off', async () => {
    await say('catalog', added('pen', { price: 1000 }), available('pen', true))
    await put('mem_i', 'pen', 2)
    const line = async () => (await cartOf('mem_i')).items[0]
    expect(await line()).toMatchObject({ price: 1000, currentPrice: 1000, priceChanged: false, available: true })
    await say('catalog', changed('pen', { price: 1500 }))
    expect(await line()).toMatchObject({ price: 1000, currentPrice: 1500, priceChanged: true, total: 2000 })
    await say('catalog', available('pen', false))
    expect(await line()).toMatchObject({ available: false })
    await say('catalog', available('pen', true), changed('pen', { price: 1500, active: false }))
    expect(await line()).toMatchObject({ available: false })
    await say('catalog', changed('pen', { price: 1000 }))
    expect(await line()).toMatchObject({ priceChanged: false, available: true })
  })

  test('a confirmed order takes what it bought out of the cart it was made from', async () => {
    await put('mem_j', 'mug', 3)
    await put('mem_j', 'cup', 1)
    const line = { productId: 'mug', merchantId: null, name: { ko: '', en: '' }, price: 12000, quantity: 2 }
    const order = {
      orderId: 'ord_1',
      memberId: 'mem_j',
      number: '2026-11-0000001',
      paymentMethod: 'wallet',
      lines: [line],
    }
    await say('orders', orderConfirmed.of('', { ...order, fromCart: false }))
    expect((await cartOf('mem_j')).items).toMatchObject([{ quantity: 3 }, { quantity: 1 }])
    await say('orders', orderConfirmed.of('', { ...order, fromCart: true }))
    expect((await cartOf('mem_j')).items).toMatchObject([
      { productId: 'mug', quantity: 1 },
      { productId: 'cup', quantity: 1 },
    ])
  })

  test('a forgotten member leaves no cart', async () => {
    await put('mem_k', 'mug', 3)
    await say('identity', memberForgotten.of('', { memberId: 'mem_k' }))
    expect((await cartOf('mem_k')).items).toEqual([])
  })

  test('can ask for a cart’s lines', async () => {
    await put('mem_l', 'mug', 3)
    const { rpc } = test_.application
    expect(await rpc.call(cartLines, { memberId: 'mem_l' })).toEqual({
      version: 1,
      lines: [{ productId: 'mug', quantity: 3, price: 12000, currency: 'KRW' }],
    })
    expect(await rpc.call(cartLines, { memberId: 'mem_0' })).toEqual({ version: 0, lines: [] })
  })
})
