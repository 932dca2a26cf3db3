/** What was seen is what is bought: one order of a cart, at no more than the prices that were seen. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

const PRICE = 10_000
const RAISED = 15_000
const wait = { prefer: 'wait=5' }
const shippingAddress = { street: '마당로 1', city: '서울', zipCode: '04524' }

let madang: TestPlatform
let operator: Member
let minji: Member
let productId: string

beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  minji = await madang.richMember(operator, 5_000_000)
})
afterAll(() => madang.close())
beforeEach(async () => {
  const product = { name: '드립백 세트', price: PRICE, category: 'coffee', stock: 1_000 }
  productId = (await madang.post('/api/products', product, operator.token)).body.id
  await madang.ask('DELETE', '/api/cart', { token: minji.token })
})

const add = (quantity: number, of = productId) => madang.post('/api/cart/add', { productId: of, quantity }, minji.token)
const cart = async () => (await madang.get('/api/cart', minji.token)).body
const priced = (price: number) =>
  madang.ask('PATCH', `/api/products/${productId}`, { token: operator.token, body: { price } })
const order = (more: object = {}, headers: Record<string, string> = wait) =>
  madang.post('/api/orders', { shippingAddress, paymentMethod: 'wallet', ...more }, minji.token, headers)
const codeOf = ({ status, body }: Answer) => ({ status, code: body.code })
const spentBy = async (story: () => Promise<unknown>) => {
  await madang.application.awaitIdle()
  const before = await madang.balance(minji.token)
  await story()
  await madang.application.awaitIdle()
  return before.available - (await madang.balance(minji.token)).available
}

describe('a cart', () => {
  test('that is ordered three times at once is one order, and the others say which', async () => {
    await add(2)
    let answers: Answer[] = []
    const spent = await spentBy(async () => {
      answers = await Promise.all([order(), order(), order()])
    })
    expect(spent).toBe(2 * PRICE)
    const placed = answers.filter(({ status }) => status === 201)
    expect(placed).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(['cart_already_ordered', 'cart_empty']).toContain(answer.body.code)
    }
    expect(await cart()).toMatchObject({ items: [] })
  })

  test('that was ordered is not ordered again until it has changed', async () => {
    await add(1)
    const unpaid = await order({ paymentMethod: undefined })
    expect(unpaid.body.status).toBe('awaiting_payment')
    expect(await order()).toMatchObject({
      status: 409,
      body: { code: 'cart_already_ordered', orderId: unpaid.body.orderId },
    })
    await add(1)
    expect(await order()).toMatchObject({ status: 201, body: { status: 'confirmed', total: 2 * PRICE } })
  })

  test('whose order came to nothing can be ordered again as it is', async () => {
    await add(1)
    const { body } = await order({ paymentMethod: undefined })
    await madang.post(`/api/orders/${body.orderId}/cancel`, { reason: '마음이 바뀜' }, minji.token, wait)
    await madang.application.awaitIdle()
    expect(await order()).toMatchObject({ status: 201, body: { status: 'confirmed' } })
    expect(await order()).toMatchObject({ status: 422, body: { code: 'cart_empty' } })
  })

  test('is ordered under one key once, and the repeat gets the first answer', async () => {
    await add(1)
    const key = { 'idempotency-key': `cart-${productId}` }
    const first = await order({}, key)
    expect((await order({}, key)).body.orderId).toBe(first.body.orderId)
  })
})

describe('a price that has risen', () => {
  test('since the product was put into the cart is refused, shown, and agreed to by ordering again', async () => {
    await add(2)
    await priced(RAISED)
    const refused = await order()
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'price_changed',
        oldTotal: 2 * PRICE,
        newTotal: 2 * RAISED,
        items: [{ productId, oldPrice: PRICE, newPrice: RAISED }],
      },
    })
    expect(await cart()).toMatchObject({
      items: [{ price: RAISED, priceChanged: false }],
      totals: [{ amount: 2 * RAISED }],
    })
    expect(await order()).toMatchObject({ status: 201, body: { total: 2 * RAISED, status: 'confirmed' } })
  })

  test('is refused by its text in the language of who asks, and again under the same key', async () => {
    await add(1)
    await priced(RAISED)
    const headers = { 'idempotency-key': `risen-${productId}`, 'accept-language': 'ko' }
    const [first, again] = [await order({}, headers), await order({}, headers)]
    expect(first.body.title).toBe('가격이 올랐어요. 바뀐 가격을 확인한 뒤 다시 주문해 주세요.')
    expect(first.headers['content-type']).toContain('application/problem+json')
    expect(again.text).toBe(first.text)
  })

  test('is no matter to who agreed to the total', async () => {
    await add(2)
    await priced(RAISED)
    expect(codeOf(await order({ expectedTotal: 2 * RAISED - 1 }))).toEqual({ status: 409, code: 'price_changed' })
    expect(await order({ expectedTotal: 2 * RAISED })).toMatchObject({ status: 201, body: { total: 2 * RAISED } })
  })

  test.each([
    ['the price of an item', { price: PRICE }, {}],
    ['the total', {}, { expectedTotal: 2 * PRICE }],
  ])('above %s is refused for items too', async (_, ofItem, ofOrder) => {
    await priced(RAISED)
    const items = [{ productId, quantity: 2, ...ofItem }]
    expect(await order({ items, ...ofOrder })).toMatchObject({
      status: 409,
      body: { code: 'price_changed', oldTotal: 2 * PRICE, newTotal: 2 * RAISED },
    })
  })

  test('above what an original client sends with its items is refused; the same price is not', async () => {
    expect(await order({ items: [{ productId, quantity: 1, price: PRICE }] })).toMatchObject({ status: 201 })
    expect(codeOf(await order({ items: [{ productId, quantity: 1, price: 29.99 }] }))).toEqual({
      status: 400,
      code: 'invalid_amount',
    })
  })
})

test('a price that has fallen is what is charged', async () => {
  await add(2)
  await priced(8_000)
  expect(await order()).toMatchObject({ status: 201, body: { total: 16_000 } })
  const items = [{ productId, quantity: 1, price: PRICE }]
  expect(await order({ items, expectedTotal: PRICE })).toMatchObject({ status: 201, body: { total: 8_000 } })
})

test('an order of another cart than was seen is refused', async () => {
  await add(1)
  const { version } = await cart()
  await add(1)
  expect(await order({ cartVersion: version })).toMatchObject({
    status: 409,
    body: { code: 'cart_changed', cartVersion: version + 1 },
  })
  expect(await order({ cartVersion: (await cart()).version })).toMatchObject({
    status: 201,
    body: { total: 2 * PRICE },
  })
  const items = [{ productId, quantity: 1 }]
  expect(codeOf(await order({ items, cartVersion: 1 }))).toEqual({ status: 422, code: 'cart_version_without_cart' })
})

test('a cart of two currencies is ordered one currency at a time', async () => {
  const tumbler = { name: '텀블러', price: 29.99, currency: 'USD', category: 'store', stock: 5 }
  const { id } = (await madang.post('/api/products', tumbler, operator.token)).body
  await add(1)
  await add(2, id)
  const { version } = await cart()
  expect(codeOf(await order())).toEqual({ status: 422, code: 'mixed_currencies' })
  const won = await order({ currency: 'KRW', cartVersion: version, expectedTotal: PRICE })
  expect(won).toMatchObject({ status: 201, body: { status: 'confirmed', total: PRICE, currency: 'KRW' } })
  expect(await cart()).toMatchObject({ items: [{ productId: id, quantity: 2 }] })
  expect(codeOf(await order({ currency: 'KRW' }))).toEqual({ status: 422, code: 'cart_empty' })
  const dollars = await order({ currency: 'USD', expectedTotal: 59.98, paymentMethod: undefined })
  expect(dollars).toMatchObject({ status: 201, body: { status: 'awaiting_payment', total: 59.98, currency: 'USD' } })
  const items = [{ productId: id, quantity: 1 }]
  expect(codeOf(await order({ items, currency: 'KRW' }))).toEqual({ status: 422, code: 'mixed_currencies' })
  await madang.post(`/api/orders/${dollars.body.orderId}/cancel`, { reason: '연습' }, minji.token, wait)
})

test('two lines of one product obey its limit together', async () => {
  const lines = (...quantities: number[]) => quantities.map(quantity => ({ productId, quantity }))
  expect(codeOf(await order({ items: lines(60, 40) }))).toEqual({ status: 422, code: 'quantity_limit' })
  expect(await order({ items: lines(60, 39), expectedTotal: 99 * PRICE })).toMatchObject({ status: 201 })
})

test('and after all that the books are sound', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
})
