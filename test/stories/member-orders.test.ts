/** Whose orders are listed to whom, and that one order has one form. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

const shippingAddress = { street: '마당로 1', city: '서울', zipCode: '04524' }
let madang: TestPlatform
let operator: Member
let minji: Member
let junho: Member

async function orderOf({ token }: Member): Promise<string> {
  const body = { items: [{ productId: 'coffee', quantity: 1 }], shippingAddress, paymentMethod: 'wallet' }
  return (await madang.post('/api/orders', body, token, { prefer: 'wait=5' })).body.orderId
}
const idsOf = async (path: string, { token }: Member): Promise<string[]> =>
  (await madang.get(path, token)).body.items.map(({ id }: { id: string }) => id)

let ofMinji: string[]
let ofJunho: string[]
beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  await madang.addProduct({ productId: 'coffee', price: 10_000 })
  minji = await madang.richMember(operator, 100_000)
  junho = await madang.richMember(operator, 100_000)
  ofMinji = [await orderOf(minji), await orderOf(minji)].toReversed()
  ofJunho = [await orderOf(junho)]
  await madang.application.awaitIdle()
})
afterAll(() => madang.close())

test('an operator lists those of one member, page by page', async () => {
  expect(await idsOf('/api/orders', operator)).toEqual([...ofJunho, ...ofMinji])
  expect(await idsOf(`/api/orders?userId=${minji.id}`, operator)).toEqual(ofMinji)
  expect(await idsOf(`/api/orders?userId=${minji.id}&status=failed`, operator)).toEqual([])
  const { body } = await madang.get(`/api/orders?userId=${minji.id}&limit=1`, operator.token)
  expect(await idsOf(`/api/orders?userId=${minji.id}&limit=1&cursor=${body.nextCursor}`, operator)).toEqual(
    ofMinji.slice(1),
  )
})

test('a member lists their own, whoever they ask for', async () => {
  expect(await idsOf(`/api/orders?userId=${minji.id}`, minji)).toEqual(ofMinji)
  expect(await idsOf(`/api/orders?userId=${minji.id}`, junho)).toEqual([])
})

test('the historic path of a member’s orders leads to the list', async () => {
  const { status, headers } = await madang.get(`/orders/${minji.id}?limit=1`, operator.token)
  expect([status, headers.location]).toEqual([308, `/api/orders?userId=${minji.id}&limit=1`])
  expect(await idsOf(String(headers.location), operator)).toEqual(ofMinji.slice(0, 1))
})

test('the path of an order answers an order, as it is or as it was, and its history events', async () => {
  const [id = ''] = ofMinji
  const now = (await madang.get(`/api/orders/${id}`, minji.token)).body
  expect(now).toMatchObject({ id, status: 'confirmed' })
  const { items } = (await madang.get(`/api/orders/${id}/history`, minji.token)).body
  const [placed] = items
  expect(placed).toMatchObject({ version: 1, type: 'orders.order-placed' })
  const then = (await madang.get(`/api/orders/${id}?asOf=${placed.at}`, minji.token)).body
  expect(Object.keys(then)).toEqual(Object.keys(now))
  const historic = await madang.get(`/orders/${id}/history?asOf=${placed.at}`, minji.token)
  expect(historic.body).toEqual(then)
})
