import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let haneul: Member

beforeAll(async () => {
  madang = await openTestPlatform()
  await madang.addProduct({ productId: 'coffee', price: 15_000 })
  haneul = await madang.richMember(await madang.operator(), 1_000_000)
})
afterAll(() => madang.close())

const order = {
  items: [{ productId: 'coffee', quantity: 1 }],
  shippingAddress: { street: '마당로 1', city: '서울', zipCode: '04524' },
  paymentMethod: 'wallet',
}

async function buy(correlationId: string) {
  await madang.post('/api/orders', order, haneul.token, { prefer: 'wait=5', 'x-correlation-id': correlationId })
  await madang.application.awaitIdle()
  const written = await Promise.all(
    ['orders', 'payments', 'money', 'catalog'].map(async service => {
      const { rows } = await madang.application
        .service(service)
        .read.query('select xid::text as transaction, kind, type from events where correlation_id = $1', [
          correlationId,
        ])
      return rows
    }),
  )
  return written.flat()
}

test('a purchase by wallet is one transaction over four services, and no message of it goes over an outbox', async () => {
  // The first ones load the heads and make each service the exclusive writer of its schema.
  for (const nth of [1, 2, 3]) await buy(`before-${nth}`)
  const written = await buy('bought')
  expect(new Set(written.map(({ transaction }) => transaction)).size).toBe(1)
  expect(new Set(written.map(({ kind }) => kind))).toEqual(new Set(['event']))
  expect(written.map(({ type }) => type)).toContain('payments.payment-approved')
  expect(written.map(({ type }) => type)).not.toContain('payments.reply-awaited')
})
