/** An order with lines of two merchants: each sees their own, ships their own, and no more. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { merchantOf } from '../harness/shop.ts'

const wait = { prefer: 'wait=5' }
const shippingAddress = { street: '마당로 1', city: '서울', zipCode: '04524', recipient: '김민지' }

let madang: TestPlatform
let operator: Member
let kim: Member
let lee: Member
let minji: Member
let bread: string
let tea: string

beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  kim = await merchantOf(madang, operator)
  lee = await merchantOf(madang, operator)
  minji = await madang.richMember(operator, 1_000_000)
  bread = await productOf(kim, '식빵', 4_000)
  tea = await productOf(lee, '녹차', 9_000)
})
afterAll(() => madang.close())

const productOf = async ({ token }: Member, name: string, price: number): Promise<string> =>
  (await madang.post('/api/products', { name, price, category: 'food', stock: 100 }, token)).body.id

async function order({ isPaid = true } = {}): Promise<string> {
  const items = [
    { productId: bread, quantity: 2 },
    { productId: tea, quantity: 1 },
  ]
  const paying = isPaid ? { paymentMethod: 'wallet' } : {}
  const { body } = await madang.post('/api/orders', { items, shippingAddress, ...paying }, minji.token, wait)
  expect(body).toMatchObject({ status: isPaid ? 'confirmed' : 'awaiting_payment', total: 17_000 })
  return body.orderId
}
const seenBy = async ({ token }: Member, orderId: string) => (await madang.get(`/api/orders/${orderId}`, token)).body
const move = ({ token }: Member, verb: string, orderId: string) =>
  madang.post(`/api/orders/${orderId}/${verb}`, undefined, token)

test('each merchant sees their own lines, their sum, and where they go', async () => {
  const orderId = await order()
  const ofKim = {
    items: [{ productId: bread, quantity: 2, total: 8_000 }],
    total: 8_000,
    shipments: [{ merchantId: kim.id, status: 'open', productIds: [bread] }],
    shippingAddress,
    reason: null,
    progress: null,
  }
  expect(await seenBy(kim, orderId)).toMatchObject(ofKim)
  expect((await seenBy(lee, orderId)).items.map((item: { productId: string }) => item.productId)).toEqual([tea])
  const { items } = (await madang.get('/api/orders', kim.token)).body
  expect(items.find((listed: { orderId: string }) => listed.orderId === orderId)).toMatchObject({ total: 8_000 })
  for (const who of [minji, operator]) {
    expect(await seenBy(who, orderId)).toMatchObject({
      total: 17_000,
      shipments: [{ status: 'open' }, { status: 'open' }],
    })
  }
  expect(JSON.stringify([await seenBy(kim, orderId), items])).not.toContain(tea)
})

test('each merchant ships and delivers their own, and the order is shipped when all are', async () => {
  const orderId = await order()
  expect((await move(kim, 'ship', orderId)).body).toMatchObject({
    status: 'partially_shipped',
    items: [{ productId: bread }],
    shipments: [{ merchantId: kim.id, status: 'shipped' }],
  })
  expect(await move(kim, 'ship', orderId)).toMatchObject({ status: 409, body: { code: 'wrong_status' } })
  expect(await move(lee, 'deliver', orderId)).toMatchObject({ status: 409, body: { code: 'wrong_status' } })
  const cancelled = await madang.post(`/api/orders/${orderId}/cancel`, { reason: '마음이 바뀜' }, minji.token)
  expect(cancelled).toMatchObject({ status: 409, body: { code: 'wrong_status' } })
  await move(kim, 'deliver', orderId)
  expect(await seenBy(minji, orderId)).toMatchObject({
    status: 'partially_shipped',
    shipments: [
      { merchantId: kim.id, status: 'delivered' },
      { merchantId: lee.id, status: 'open' },
    ],
  })
  expect((await move(lee, 'ship', orderId)).body).toMatchObject({ status: 'shipped' })
  expect((await move(lee, 'deliver', orderId)).body).toMatchObject({ status: 'delivered' })
})

test('each merchant finds what they have to ship, what is on its way and what has arrived', async () => {
  const orderId = await order()
  const unpaid = await order({ isPaid: false })
  const found = async ({ token }: Member, shipment: string) => {
    const { status, body } = await madang.get(`/api/orders?shipment=${shipment}&limit=100`, token)
    expect(status).toBe(200)
    const ids = body.items.map((listed: { orderId: string }) => listed.orderId)
    expect(ids).not.toContain(unpaid)
    return ids.includes(orderId)
  }
  const states = async (who: Member) =>
    Promise.all(['open', 'shipped', 'delivered'].map(shipment => found(who, shipment)))
  expect([await states(kim), await states(lee)]).toEqual([
    [true, false, false],
    [true, false, false],
  ])
  await move(kim, 'ship', orderId)
  expect([await states(kim), await states(lee)]).toEqual([
    [false, true, false],
    [true, false, false],
  ])
  await move(kim, 'deliver', orderId)
  expect(await states(kim)).toEqual([false, false, true])
  // Who only bought has nothing to ship.
  expect(await states(minji)).toEqual([false, false, false])
  expect((await madang.get('/api/orders?shipment=lost', kim.token)).status).toBe(400)
})

test('what was taken back is not to be shipped', async () => {
  const orderId = await order()
  const toShip = async () =>
    (await madang.get('/api/orders?shipment=open&limit=100', kim.token)).body.items.map(
      (listed: { orderId: string }) => listed.orderId,
    )
  expect(await toShip()).toContain(orderId)
  await madang.post(`/api/orders/${orderId}/cancel`, { reason: '마음이 바뀜' }, minji.token, wait)
  await madang.application.awaitIdle()
  expect(await toShip()).not.toContain(orderId)
})

test('two merchants at once ship an order whole', async () => {
  const orderId = await order()
  const answers = await Promise.all([move(kim, 'ship', orderId), move(lee, 'ship', orderId)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(await seenBy(minji, orderId)).toMatchObject({ status: 'shipped' })
})

test('an operator ships what is left', async () => {
  const orderId = await order()
  await move(kim, 'ship', orderId)
  expect((await move(operator, 'ship', orderId)).body).toMatchObject({
    status: 'shipped',
    shipments: [{ status: 'shipped' }, { status: 'shipped' }],
  })
})

test('where an order goes is no matter of a merchant’s before it is paid, nor after it was taken back', async () => {
  const unpaid = await order({ isPaid: false })
  expect(await seenBy(kim, unpaid)).toMatchObject({ shippingAddress: null })
  expect(await move(kim, 'ship', unpaid)).toMatchObject({ status: 409, body: { code: 'wrong_status' } })
  const paid = await order()
  const cancelled = await madang.post(`/api/orders/${paid}/cancel`, { reason: '비밀 사유' }, minji.token, wait)
  expect(cancelled.body).toMatchObject({ status: 'refunded', reason: '비밀 사유' })
  expect(await seenBy(kim, paid)).toMatchObject({ shippingAddress: null, reason: 'cancelled_by_customer' })
})

test('and after all that the books are sound', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
})
