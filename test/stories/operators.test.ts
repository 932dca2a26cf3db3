/** What an operator finds: an order by its number, its history and trace with payloads, sums, accounts, runs, health. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let operator: Member
let minji: Member
let order: { id: string; number: string }
let correlationId: string

const PRICE = 15_000

beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  await madang.addProduct({ productId: 'coffee', price: PRICE })
  minji = await madang.richMember(operator, 100_000)
  const body = {
    items: [{ productId: 'coffee', quantity: 1 }],
    shippingAddress: { street: '마당로 1', city: '서울', zipCode: '04524' },
    paymentMethod: 'wallet',
  }
  const answer = await madang.post('/api/orders', body, minji.token, { prefer: 'wait=5' })
  expect(answer.body).toMatchObject({ status: 'confirmed' })
  order = answer.body
  correlationId = String(answer.headers['x-correlation-id'])
  await madang.application.awaitIdle()
})
afterAll(() => madang.close())

const asOperator = async (path: string) => (await madang.get(path, operator.token)).body

test('an order is found by its number and by its member: an operator’s of anybody, others only their own', async () => {
  expect((await asOperator(`/api/orders?number=${order.number}`)).items).toMatchObject([{ id: order.id }])
  expect((await asOperator(`/api/orders?userId=${minji.id}`)).items).toMatchObject([{ id: order.id }])
  expect((await asOperator('/api/orders?number=2001-01-0000001')).items).toEqual([])
  const stranger = await madang.register()
  for (const filter of [`number=${order.number}`, `userId=${minji.id}`]) {
    expect((await madang.get(`/api/orders?${filter}`, minji.token)).body.items).toHaveLength(1)
    expect((await madang.get(`/api/orders?${filter}`, stranger.token)).body.items).toEqual([])
  }
})

test('its history tells what every service recorded, and how far its saga came', async () => {
  const history = await asOperator(`/api/operations/history/${order.id}`)
  const types = history.events.map(({ type }: { type: string }) => type)
  expect(types).toEqual(
    expect.arrayContaining(['orders.order-placed', 'catalog.stock-reserved', 'orders.order-confirmed']),
  )
  expect(history.events[0]).toMatchObject({ actor: minji.id, correlationId })
  expect(history.sagas).toMatchObject([{ saga: 'checkout', service: 'orders', status: 'done' }])
  expect(history.sagas[0].steps).toMatchObject([
    { step: 'reserve-stock', state: 'done' },
    { step: 'authorize-payment', state: 'done' },
    { step: 'await-payment', state: 'skipped', at: null },
    { step: 'confirm-order', state: 'done' },
    { step: 'commit-stock', state: 'done' },
    { step: 'capture-payment', state: 'done' },
  ])
  const saga = await asOperator(`/api/operations/history/${encodeURIComponent(`checkout/${order.id}`)}`)
  expect(saga.sagas).toMatchObject([{ status: 'done' }])
  expect((await madang.get('/api/operations/history/ord_none', operator.token)).status).toBe(404)
  expect((await madang.get(`/api/operations/history/${order.id}`, minji.token)).status).toBe(403)
})

test('its trace has what each message says, for an operator who asks for it', async () => {
  type Entry = { type: string; data?: { before?: unknown; productId?: string; status?: number } }
  const withData: Entry[] = (await asOperator(`/api/trace/${correlationId}?data=true`)).entries
  expect(withData.every(({ data }) => data !== undefined && !('before' in data))).toBe(true)
  expect(withData.find(({ type }) => type === 'orders.place')?.data).toEqual({ status: 201 })
  expect(withData.find(({ type }) => type === 'orders.order-placed')?.data).toMatchObject({ orderId: order.id })
  expect(JSON.stringify(withData)).not.toContain('마당로')
  const plain: Entry[] = (await asOperator(`/api/trace/${correlationId}`)).entries
  expect(plain.some(entry => 'data' in entry)).toBe(false)
  const own: Entry[] = (await madang.get(`/api/trace/${correlationId}?data=true`, minji.token)).body.entries
  expect(own.some(entry => 'data' in entry)).toBe(false)
})

test('payments are summed by what became of them', async () => {
  const from = new Date(madang.clock.now().getTime() - 3_600_000).toISOString()
  const { items } = await asOperator(`/api/payments/sums?from=${from}`)
  expect(items).toEqual([{ status: 'approved', currency: 'KRW', count: 1, amount: PRICE }])
  expect((await asOperator(`/api/payments/sums?from=2001-01-01T00:00:00Z&to=${from}`)).items).toEqual([])
  expect((await asOperator(`/api/payments?userId=${minji.id}`)).items).toMatchObject([{ orderId: order.id }])
  expect((await madang.get(`/api/payments/sums?from=${from}`, minji.token)).status).toBe(403)
})

test('the book is read account by account, with what was posted', async () => {
  const { items } = await asOperator(`/api/money/ledger/accounts?owner=${minji.id}`)
  const won = { kind: 'wallet', currency: 'KRW', normalSide: 'credit', balance: 100_000 - PRICE, pending: 0 }
  expect(items).toMatchObject([won, { currency: 'USD', balance: 0 }])
  const sales = (await asOperator('/api/money/ledger/accounts?kind=sales')).items
  expect(sales.map(({ id }: { id: string }) => id)).toEqual(['sales:KRW', 'sales:USD'])
  const path = `/api/money/ledger/accounts/${encodeURIComponent(items[0].id)}/entries`
  const entries = (await asOperator(path)).items
  expect(entries[0]).toMatchObject({ side: 'debit', amount: PRICE, balance: 100_000 - PRICE, counterpart: 'sales:KRW' })
  expect(entries[1]).toMatchObject({ side: 'credit', amount: 100_000, balance: 100_000 })
  expect((await asOperator(`${path}?to=2001-01-01T00:00:00Z`)).items).toEqual([])
  expect((await madang.get(path, minji.token)).status).toBe(403)
})

test('a member is found by a whole e-mail address, masked', async () => {
  const find = (email: string, { token }: Member) => madang.post('/api/users/find', { email }, token)
  expect((await find(minji.email.toUpperCase(), operator)).body.items).toMatchObject([
    { id: minji.id, roles: ['customer'] },
  ])
  expect(JSON.stringify((await find(minji.email, operator)).body)).not.toContain(minji.email)
  expect((await find('nobody@example.com', operator)).body.items).toEqual([])
  expect((await find(minji.email, minji)).status).toBe(403)
})

test('runs of settlements are listed, the newest first', async () => {
  const wait = { prefer: 'wait=5' }
  for (const businessDate of ['2020-01-01', '2020-01-02']) {
    await madang.post('/api/settlements/run', { businessDate }, operator.token, wait)
  }
  const first = await asOperator('/api/settlements/runs?limit=1')
  expect(first.items).toMatchObject([{ businessDate: '2020-01-02', started: 0, open: 0 }])
  const second = await asOperator(`/api/settlements/runs?limit=1&cursor=${first.nextCursor}`)
  expect(second.items).toMatchObject([{ businessDate: '2020-01-01' }])
  expect((await asOperator('/api/settlements?status=failed')).items).toEqual([])
})

test('the health of every service, the database and the process', async () => {
  const health = await asOperator('/api/operations/health')
  expect(health.services.map(({ state }: { state: string }) => state)).not.toContain('down')
  const orders = health.services.find(({ name }: { name: string }) => name === 'orders')
  expect(orders).toMatchObject({ deadLetters: 0, stuckSagas: 0 })
  expect(orders.commands.accepted).toBeGreaterThan(0)
  expect(orders.consumers.length).toBeGreaterThan(0)
  expect(health.database.size_bytes).toBeGreaterThan(0)
  expect(health.requests.answered).toBeGreaterThan(0)
  expect(await asOperator('/api/operations/task-counts')).toEqual({ open: 0, fresh: 0, oldestAt: null, kinds: [] })
})
