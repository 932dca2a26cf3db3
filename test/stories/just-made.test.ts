/**
 * What was just made is found at once, by who made it and by who is told of it, in every service. News is held back, as by
 * a busy machine: the consumers are stepped by hand.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Consumer } from '../../platform/runtime/consumer.ts'
import { type Answer, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { merchantOf } from '../harness/shop.ts'

const HELD_MS = 400
/** Longer than a request waits for news. */
const HELD_LONG_MS = 7_000

const wait = { prefer: 'wait=5' }
const shippingAddress = { street: '마당로 1', city: '서울', zipCode: '04524' }
const card = { cardNumber: '4242424242424242', expiryMonth: 12, expiryYear: 2030, cvv: '987' }

let madang: TestPlatform
let operator: Member
let merchant: Member
let minji: Member
let consumers: readonly Consumer[]
let areHeld = false
let hasEnded = false
let stepping: Promise<void>

beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  merchant = await merchantOf(madang, operator)
  minji = await madang.richMember(operator, 1_000_000)
  consumers = [...madang.application.services.values()].flatMap(service => service.consumers)
  await Promise.all(consumers.map(({ loop }) => loop.stop()))
  stepping = stepAll()
})
afterAll(async () => {
  hasEnded = true
  await stepping
  await madang.close()
})

const pause = (pause_ms: number) => new Promise<void>(resolve => setTimeout(resolve, pause_ms))

async function stepAll(): Promise<void> {
  while (!hasEnded) {
    if (!areHeld) await Promise.all(consumers.map(({ loop }) => loop.step()))
    await pause(2)
  }
}

/** What is written meanwhile is known to other services only afterwards. */
async function withoutNews<T>(story: () => Promise<T>, held_ms = HELD_MS): Promise<T> {
  areHeld = true
  const released = pause(held_ms).then(() => {
    areHeld = false
  })
  try {
    return await story()
  } finally {
    await released
  }
}

const newProduct = async (more: object = {}): Promise<string> => {
  const product = { name: '갓 구운 빵', price: 4_000, category: 'bread', stock: 50, ...more }
  return (await madang.post('/api/products', product, merchant.token)).body.id
}
const patch = (path: string, body: object, { token } = merchant) => madang.ask('PATCH', path, { token, body })
const order = (productId: string, more: object = {}, headers: Record<string, string> = {}, { token } = minji) =>
  madang.post('/api/orders', { items: [{ productId, quantity: 1 }], shippingAddress, ...more }, token, headers)
const add = (productId: string, headers: Record<string, string> = {}) =>
  madang.post('/api/cart/add', { productId, quantity: 1 }, minji.token, headers)
const transfer = (to: string, amount: number, headers: Record<string, string> = {}) =>
  madang.post('/api/money/transfers', { to, amount }, minji.token, headers)

async function newFranchise(): Promise<string> {
  const bankAccount = await madang.openBankAccount(0, '박점주')
  const body = { name: '마당 해운대점', contact: '051-123-4567', region: '부산', bankAccount }
  return (await madang.post('/api/franchises', body, merchant.token)).body.id
}
const payAt = (franchiseId: string, { token } = minji) =>
  madang.post('/api/payments', { franchiseId, amount: 5_000, paymentMethod: 'wallet' }, token, wait)

const isDone = ({ status, body }: Answer) => ({ status, code: body.code })

describe('what was just made', () => {
  test('a product can be put into a cart', async () => {
    const answer = await withoutNews(async () => add(await newProduct()))
    expect(answer).toMatchObject({ status: 200, body: { items: [{ price: 4_000 }] } })
  })

  test('a product can be ordered', async () => {
    expect(isDone(await withoutNews(async () => order(await newProduct())))).toEqual({ status: 201 })
  })

  test('an order in dollars can be paid without naming them', async () => {
    const paid = await withoutNews(async () => {
      const { body } = await order(await newProduct({ price: 29.99, currency: 'USD' }))
      const payment = { orderId: body.orderId, amount: 29.99, paymentMethod: 'credit_card', cardDetails: card }
      return madang.post('/api/payments', payment, minji.token, wait)
    })
    expect(paid).toMatchObject({ status: 201, body: { status: 'approved', currency: 'USD' } })
  })

  test('a franchise can be paid at', async () => {
    const paid = await withoutNews(async () => payAt(await newFranchise()))
    expect(paid).toMatchObject({ status: 201, body: { status: 'approved', reason: null } })
  })

  test('a member can be sent money, from the wallet and by a remittance', async () => {
    const sent = await withoutNews(async () => {
      const { id, token } = await madang.register()
      const body = { to: { userId: id }, amount: 2_000 }
      const remitted = await madang.post('/api/remittances', body, minji.token, wait)
      return { remitted, transferred: await transfer(id, 1_000), token }
    })
    expect(sent.remitted).toMatchObject({ status: 201, body: { status: 'succeeded' } })
    expect(isDone(sent.transferred)).toEqual({ status: 201 })
    expect(await madang.balance(sent.token)).toMatchObject({ available: 3_000 })
  })

  test('a member who has nothing yet is told so, and nothing else', async () => {
    const productId = await newProduct()
    const placed = await withoutNews(async () =>
      order(productId, { paymentMethod: 'wallet' }, wait, await madang.register()),
    )
    expect(placed.body).toMatchObject({ status: 'failed', reason: 'insufficient_funds' })
  })

  test('a confirmed order has left the cart', async () => {
    await madang.ask('DELETE', '/api/cart', { token: minji.token })
    const cart = await withoutNews(async () => {
      await add(await newProduct())
      const body = { shippingAddress, paymentMethod: 'wallet' }
      expect((await madang.post('/api/orders', body, minji.token, wait)).body.status).toBe('confirmed')
      return madang.get('/api/cart', minji.token)
    })
    expect(cart.body).toMatchObject({ items: [], totals: [] })
  })
})

describe('what was just changed', () => {
  test('a product is for sale again, and at its new price', async () => {
    const id = await newProduct({ active: false })
    await madang.application.awaitIdle()
    const answers = await withoutNews(async () => {
      await patch(`/api/products/${id}`, { active: true, price: 4_500 })
      return [await add(id), await order(id)]
    })
    expect(answers.map(isDone)).toEqual([{ status: 200 }, { status: 201 }])
    expect(answers[1]?.body).toMatchObject({ total: 4_500 })
  })

  test('a franchise is open again, and at its new fee', async () => {
    const id = await newFranchise()
    await patch(`/api/franchises/${id}`, { active: false })
    await madang.application.awaitIdle()
    const paid = await withoutNews(async () => {
      await patch(`/api/franchises/${id}`, { active: true })
      await patch(`/api/franchises/${id}`, { feeBp: 1_000 }, operator)
      return payAt(id)
    })
    expect(paid).toMatchObject({ status: 201, body: { status: 'approved' } })
    const seen = await madang.get(`/api/payments/${paid.body.id}`, merchant.token)
    expect(seen.body).toMatchObject({ fee: 500 })
  })

  test('a member who is let in again receives and pays', async () => {
    const jiwoo = await madang.richMember(operator, 50_000)
    const shop = await newFranchise()
    const standing = (verb: string) => madang.post(`/api/users/${jiwoo.id}/${verb}`, undefined, operator.token)
    await standing('deactivate')
    await madang.application.awaitIdle()
    const answers = await withoutNews(async () => {
      await standing('activate')
      const back = await madang.logIn(jiwoo)
      return [await transfer(jiwoo.id, 1_000), await payAt(shop, back)]
    })
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(answers[1]?.body).toMatchObject({ status: 'approved' })
  })
})

test('what one process has written, another finds at once', async () => {
  const env = { MASTER_KEY_FILE: join(madang.directory, 'master-keys.json') }
  const other = await openTestPlatform({ databaseUrl: madang.databaseUrl, env, ports: { clock: madang.clock } })
  try {
    for (let round = 0; round < 5; round += 1) {
      const items = [{ productId: await newProduct(), quantity: 1 }]
      expect(isDone(await other.post('/api/orders', { items, shippingAddress }, minji.token))).toEqual({ status: 201 })
      const { id } = await madang.register()
      const sent = await other.post('/api/money/transfers', { to: id, amount: 1_000 }, minji.token)
      expect(isDone(sent)).toEqual({ status: 201 })
    }
  } finally {
    await other.close()
  }
})

describe('a refusal', () => {
  const keyed = { 'idempotency-key': 'held-back' }

  test('that news may cure is not kept under an idempotency key', async () => {
    const late = await withoutNews(async () => {
      const productId = await newProduct()
      return { productId, answer: await add(productId, keyed) }
    }, HELD_LONG_MS)
    expect(late.answer).toMatchObject({ status: 503, body: { code: 'not_arrived_yet' } })
    expect(late.answer.headers['retry-after']).toBe('1')
    expect(await add(late.productId, keyed)).toMatchObject({ status: 200 })
  })

  test('that nothing cures is kept', async () => {
    const key = { 'idempotency-key': 'no-such-product' }
    const [first, again] = [await order('prd_none', {}, key), await order('prd_none', {}, key)]
    expect(isDone(first)).toEqual({ status: 404, code: 'product_unknown' })
    expect(again.text).toBe(first.text)
    expect(again.headers['idempotency-replayed']).toBe('true')
  })

  test('of a stranger’s order is that of one that does not exist', async () => {
    const { body } = await order(await newProduct())
    const stranger = await madang.register()
    const pay = (orderId: string) =>
      madang.post('/api/payments', { orderId, amount: 4_000, paymentMethod: 'wallet' }, stranger.token)
    expect((await pay(body.orderId)).text).toBe((await pay('ord_none')).text)
  })
})

test('and after all that the books are sound', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
})
