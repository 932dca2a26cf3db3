import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let operator: Member

const address = { street: '마당로 1', city: '서울', zipCode: '04524' }
const card = { cardNumber: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 2030, cvv: '123' }
const wait = { prefer: 'wait=5' }

beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  await madang.addProduct({
    productId: 'coffee',
    price: 15_000,
    name: { ko: '예가체프 원두', en: 'Yirgacheffe Beans' },
  })
  await madang.addProduct({ productId: 'scarce', price: 1_000, stock: 1 })
  await madang.addProduct({ productId: 'product-1', price: 2_999, currency: 'USD' })
})
afterAll(() => madang.close())

async function trialBalance() {
  const { body } = await madang.get('/api/money/ledger/trial-balance', operator.token)
  return body
}

describe('a person registers, fills a cart, buys', () => {
  test('by wallet, and every step can be traced', async () => {
    const minji = await madang.register('김민지')
    const login = await madang.post('/api/users/login', { email: minji.email, password: 'correct horse battery' })
    expect(login.status).toBe(200)
    const { token } = login.body
    await madang.application.awaitIdle()

    const deposit = await madang.post('/api/money/deposits', { userId: minji.id, amount: 100_000 }, operator.token)
    expect(deposit.status).toBe(201)
    expect(await madang.balance(token)).toMatchObject({ available: 100_000, pending: 0 })

    for (const search of ['예가', 'yirga']) {
      const found = await madang.get(`/api/products?search=${encodeURIComponent(search)}`)
      expect(found.body.items.map((item: { id: string }) => item.id)).toEqual(['coffee'])
    }

    const added = await madang.post('/api/cart/add', { productId: 'coffee', quantity: 2 }, token)
    expect(added.status).toBe(200)
    const before = await madang.stock('coffee')
    const order = await madang.post('/api/orders', { shippingAddress: address, paymentMethod: 'wallet' }, token, {
      ...wait,
      'x-correlation-id': 'purchase-of-minji',
    })
    expect(order.status).toBe(201)
    expect(order.body).toMatchObject({ status: 'confirmed', total: 30_000, currency: 'KRW', shippingAddress: address })
    expect(order.body.number).toMatch(/^\d{4}-\d{2}-0000001$/)
    await madang.application.awaitIdle()

    const after = await madang.stock('coffee')
    expect(before.onHand - after.onHand).toBe(2)
    expect(after.reserved).toBe(0)
    expect(await madang.balance(token)).toMatchObject({ available: 70_000, pending: 0 })
    expect((await madang.get('/api/cart', token)).body.items).toEqual([])
    expect(await trialBalance()).toMatchObject({
      balanced: true,
      currencies: [{ difference: 0, pendingDifference: 0 }],
    })
    await traceShowsTheChain(token)
  })

  async function traceShowsTheChain(token: string) {
    const { status, body } = await madang.get('/api/trace/purchase-of-minji', token)
    expect(status).toBe(200)
    const types = body.entries.map((entry: { type: string }) => entry.type)
    const chain = [
      'orders.place',
      'orders.order-placed',
      'catalog.reserve-stock',
      'payments.authorize',
      'money.place-hold',
      'money.hold-placed',
      'payments.payment-authorized',
      'orders.confirm',
      'orders.order-confirmed',
      'catalog.commit-stock',
      'payments.capture',
      'money.post-hold',
      'money.hold-posted',
      'payments.payment-approved',
    ]
    const places = [...chain.map(type => types.indexOf(type)), types.lastIndexOf('saga.done')]
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    const times = body.entries.map((entry: { at: string }) => entry.at)
    expect(times).toEqual([...times].sort())
    const stranger = await madang.register()
    expect((await madang.get('/api/trace/purchase-of-minji', stranger.token)).status).toBe(404)
    expect((await madang.get('/api/trace/purchase-of-minji', operator.token)).body.entries).toHaveLength(types.length)
  }

  async function orderToPay(token: string, items: unknown) {
    const placed = await madang.post('/api/orders', { items, shippingAddress: address }, token, wait)
    expect(placed.status).toBe(201)
    return placed.body
  }

  test('by card, in dollars: 29.99 twice is 59.98', async () => {
    const alex = await madang.register('Alex Kim')
    const order = await orderToPay(alex.token, [{ productId: 'product-1', quantity: 2 }])
    expect(order).toMatchObject({ status: 'awaiting_payment', total: 59.98, currency: 'USD' })
    const payment = await madang.post(
      '/api/payments',
      { orderId: order.orderId, amount: 59.98, currency: 'USD', paymentMethod: 'credit_card', cardDetails: card },
      alex.token,
      wait,
    )
    expect(payment.status).toBe(201)
    expect(payment.body).toMatchObject({ status: 'approved', code: 0, amount: 59.98, card: { last4: '4242' } })
    await madang.application.awaitIdle()
    expect((await madang.get(`/api/orders/${order.orderId}`, alex.token)).body.status).toBe('confirmed')
    expect(await madang.stock('product-1')).toMatchObject({ onHand: 98, reserved: 0 })
    expect((await trialBalance()).balanced).toBe(true)
  })

  const failures = [
    { name: 'out of stock', item: 'scarce', quantity: 2, money: 50_000, reason: 'out_of_stock' },
    { name: 'with too little money', item: 'coffee', quantity: 1, money: 14_999, reason: 'insufficient_funds' },
  ]
  test.each(failures)(
    '$name ends failed, and nothing is reserved or held',
    async ({ item, quantity, money, reason }) => {
      const member = await madang.richMember(operator, money)
      const before = await madang.stock(item)
      const items = [{ productId: item, quantity }]
      const body = { items, shippingAddress: address, paymentMethod: 'wallet' }
      const order = await madang.post('/api/orders', body, member.token, wait)
      expect(order.body).toMatchObject({ status: 'failed', reason })
      await madang.application.awaitIdle()
      expect(await madang.stock(item)).toEqual(before)
      expect(await madang.balance(member.token)).toMatchObject({ available: money, pending: 0 })
    },
  )

  const charge = (orderId: string, cardNumber: string, token: string) => {
    const payment = { orderId, amount: 45_000, paymentMethod: 'credit_card', cardDetails: { ...card, cardNumber } }
    return madang.post('/api/payments', payment, token, wait)
  }
  const DECLINED_CARD = '4000000000000002'

  test('with a declined card goes on waiting, and is paid by another', async () => {
    const { token } = await madang.register()
    const { orderId } = await orderToPay(token, [{ productId: 'coffee', quantity: 3 }])
    const declined = await charge(orderId, DECLINED_CARD, token)
    expect(declined.body).toMatchObject({ status: 'declined', code: 1, reason: 'payment_declined' })
    await madang.application.awaitIdle()
    const waiting = await madang.get(`/api/orders/${orderId}`, token)
    expect(waiting.body).toMatchObject({ status: 'awaiting_payment', reason: null, progress: { status: 'running' } })
    expect((await madang.stock('coffee')).reserved).toBe(3)

    const two = await Promise.all([charge(orderId, card.cardNumber, token), charge(orderId, card.cardNumber, token)])
    expect(two.map(({ status }) => status).sort()).toEqual([201, 409])
    await madang.application.awaitIdle()
    expect((await madang.get(`/api/orders/${orderId}`, token)).body).toMatchObject({ status: 'confirmed' })
    const { items } = (await madang.get(`/api/payments?orderId=${orderId}`, token)).body
    expect(items.map(({ status }: { status: string }) => status)).toEqual(['approved', 'declined'])
    expect((await trialBalance()).balanced).toBe(true)
  })

  test('with a declined card, and with none after it: nothing stays reserved or held', async () => {
    const member = await madang.register()
    const before = await madang.stock('coffee')
    const { orderId } = await orderToPay(member.token, [{ productId: 'coffee', quantity: 3 }])
    expect((await charge(orderId, DECLINED_CARD, member.token)).body).toMatchObject({ status: 'declined' })
    madang.clock.advance(15 * 60_000 + 1_000)
    const { token } = await relogin(member)
    const order = async () => (await madang.get(`/api/orders/${orderId}`, token)).body
    await expect.poll(async () => (await order()).status).toBe('failed')
    expect(await order()).toMatchObject({ reason: 'payment_timeout', progress: { status: 'undone' } })
    expect(await charge(orderId, card.cardNumber, token)).toMatchObject({
      status: 409,
      body: { code: 'order_not_payable' },
    })
    madang.clock.release()
    await madang.application.awaitIdle()
    expect(await madang.stock('coffee')).toEqual(before)
  })

  test('and never pays: the order fails after 15 minutes and the stock is free again', async () => {
    const member = await madang.register()
    const before = await madang.stock('coffee')
    const order = await orderToPay(member.token, [{ productId: 'coffee', quantity: 3 }])
    expect((await madang.stock('coffee')).reserved).toBe(3)
    madang.clock.advance(15 * 60_000 + 1_000)
    await expect
      .poll(async () => (await madang.get(`/api/orders/${order.orderId}`, (await relogin(member)).token)).body.status)
      .toBe('failed')
    madang.clock.release()
    await madang.application.awaitIdle()
    expect(await madang.stock('coffee')).toEqual(before)
  })

  /** Access tokens live ten minutes, less than the clock was moved. */
  async function relogin(member: Member) {
    return (await madang.post('/api/users/login', { email: member.email, password: 'correct horse battery' })).body
  }

  test('cancels what was paid: the money and the stock come back', async () => {
    const member = await madang.richMember(operator, 50_000)
    const before = await madang.stock('coffee')
    const items = [{ productId: 'coffee', quantity: 2 }]
    const body = { items, shippingAddress: address, paymentMethod: 'wallet' }
    const order = await madang.post('/api/orders', body, member.token, wait)
    expect(order.body.status).toBe('confirmed')
    const { orderId } = order.body
    const cancelled = await madang.post(`/api/orders/${orderId}/cancel`, { reason: '마음이 바뀜' }, member.token, wait)
    expect(cancelled.body).toMatchObject({
      status: 'refunded',
      reason: '마음이 바뀜',
      reasonCode: 'cancelled_by_customer',
    })
    await madang.application.awaitIdle()
    expect(await madang.stock('coffee')).toEqual(before)
    expect(await madang.balance(member.token)).toMatchObject({ available: 50_000, pending: 0 })
  })

  test('and after all that the books are sound', async () => {
    await madang.application.awaitIdle()
    expect(await madang.differences()).toEqual([])
  })
})
