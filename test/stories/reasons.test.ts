/** Whoever takes something back may say why, or nothing; what was said comes back as it was sent. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

const WORDS = '마음이 바뀌었어요'
const PRICE = 10_000
const wait = { prefer: 'wait=5' }
const shippingAddress = { street: '마당로 1', city: '서울', zipCode: '04524' }
const card = { cardNumber: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 2030, cvv: '123' }
const JSON_TYPE = { 'content-type': 'application/json' }

let madang: TestPlatform
let operator: Member
let minji: Member
let owner: Member
let franchiseId: string

beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  await madang.addProduct({ productId: 'coffee', price: PRICE, stock: 50 })
  minji = await madang.richMember(operator, 1_000_000)
  const merchant = await madang.register('박상인')
  const body = { roles: ['customer', 'merchant'] }
  await madang.ask('PUT', `/api/users/${merchant.id}/roles`, { token: operator.token, body })
  owner = await madang.logIn(merchant)
  const shop = { name: '마당 강남점', contact: '02-123-4567', bankAccount: await madang.openBankAccount(0) }
  franchiseId = (await madang.post('/api/franchises', shop, owner.token)).body.id
  await madang.application.awaitIdle()
})
afterAll(() => madang.close())

async function order(paymentMethod?: 'wallet'): Promise<string> {
  const body = {
    items: [{ productId: 'coffee', quantity: 1 }],
    shippingAddress,
    ...(paymentMethod && { paymentMethod }),
  }
  return (await madang.post('/api/orders', body, minji.token, wait)).body.orderId
}
const paid = {
  async byCard() {
    const pay = { orderId: await order(), amount: PRICE, paymentMethod: 'credit_card', cardDetails: card }
    return (await madang.post('/api/payments', pay, minji.token, wait)).body.id
  },
  async atFranchise() {
    const pay = { franchiseId, amount: PRICE, paymentMethod: 'wallet' }
    return (await madang.post('/api/payments', pay, minji.token, wait)).body.id
  },
}

/** The ways to say nothing. */
const nothing = [
  ['no body', {}],
  ['an empty body', { headers: { ...JSON_TYPE, 'content-length': '0' } }],
  ['{}', { body: {} }],
] as const

describe('an order is cancelled', () => {
  test.each(nothing)('with %s', async (_, sent) => {
    const path = `/api/orders/${await order('wallet')}`
    const answer = await madang.ask('POST', `${path}/cancel`, { token: minji.token, ...sent })
    expect(answer).toMatchObject({ status: 200, body: { reason: 'cancelled_by_customer', status: 'cancelling' } })
    await madang.application.awaitIdle()
    expect((await madang.get(path, minji.token)).body).toMatchObject({
      ...{ status: 'refunded', reason: 'cancelled_by_customer', reasonCode: 'cancelled_by_customer' },
    })
  })

  test.each(['', 'wait=5'])('with a reason, that comes back (%j)', async prefer => {
    const path = `/api/orders/${await order('wallet')}`
    const { body } = await madang.post(`${path}/cancel`, { reason: WORDS }, minji.token, { prefer })
    const said = { reason: WORDS, reasonCode: 'cancelled_by_customer' }
    expect(body).toMatchObject(said)
    await madang.application.awaitIdle()
    expect((await madang.get(path, minji.token)).body).toMatchObject({ ...said, status: 'refunded' })
    expect((await madang.get('/api/orders?limit=1', operator.token)).body.items[0]).toMatchObject(said)
  })

  test('and one that failed says why as a code', async () => {
    const items = [{ productId: 'coffee', quantity: 99 }]
    const body = { items, shippingAddress, paymentMethod: 'wallet' }
    const failed = await madang.post('/api/orders', body, minji.token, wait)
    expect(failed.body).toMatchObject({ status: 'failed', reason: 'out_of_stock', reasonCode: 'out_of_stock' })
  })
})

describe.each([
  ['for an order', paid.byCard, () => operator, 'refunded_by_operator'],
  ['at a franchise', paid.atFranchise, () => owner, 'refunded_by_merchant'],
] as const)('a payment %s is given back', (_, pay, by, reasonCode) => {
  const refundOf = (body: { refunds: object[] }) => body.refunds.at(-1)

  test.each(nothing)('with %s', async (_way, sent) => {
    const id = await pay()
    const answer = await madang.ask('POST', `/api/payments/${id}/cancel`, { token: by().token, ...sent })
    expect(answer).toMatchObject({ status: 200, body: { id, reason: reasonCode, reasonCode } })
    await madang.application.awaitIdle()
    const { body } = await madang.get(`/api/payments/${id}`, minji.token)
    expect(body).toMatchObject({ status: 'refunded', reason: reasonCode, reasonCode, refunded: PRICE })
    expect(refundOf(body)).toMatchObject({ status: 'done', reason: reasonCode, reasonCode, failureCode: null })
  })

  test.each(['', 'wait=5'])('with a reason, that comes back with the payment and its refund (%j)', async prefer => {
    const id = await pay()
    const refund = { reason: WORDS, amount: 4_000 }
    const said = { reason: WORDS, reasonCode }
    const key = { prefer, 'idempotency-key': `refund-${id}` }
    const { body } = await madang.post(`/api/payments/${id}/cancel`, refund, by().token, key)
    expect([body, refundOf(body)]).toMatchObject([said, said])
    await madang.application.awaitIdle()
    for (const reader of [minji, by()]) {
      const read = (await madang.get(`/api/payments/${id}`, reader.token)).body
      expect([read, refundOf(read)]).toMatchObject([{ ...said, status: 'partially_refunded' }, said])
    }
    const again = await madang.post(`/api/payments/${id}/cancel`, refund, by().token, {
      'idempotency-key': key['idempotency-key'],
    })
    expect([again.headers['idempotency-replayed'], again.body.reason]).toEqual(['true', WORDS])
  })
})

test('what was said is nowhere in clear', async () => {
  await madang.application.awaitIdle()
  for (const name of ['orders', 'payments']) {
    const { rows } = await madang.application.service(name).read.query<{ text: string }>(
      `select data::text as text from events where data::text like $1
       union all select state::text from heads where state::text like $1
       union all select body from commands where body like $1`,
      [`%${WORDS}%`],
    )
    expect([name, rows]).toEqual([name, []])
  }
  expect(await madang.differences()).toEqual([])
})
