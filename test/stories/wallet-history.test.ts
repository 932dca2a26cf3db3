/** A wallet's history as its owner reads it: every kind of movement, and who was at the other side. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

const wait = { prefer: 'wait=5' }
const shippingAddress = { street: '마당로 1', city: '서울', zipCode: '04524' }
let madang: TestPlatform
let operator: Member
let minji: Member
let junho: Member
let franchiseId: string
let orderNumber: string
let last4: string

beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  await madang.addProduct({ productId: 'coffee', price: 10_000 })
  minji = await madang.register('김민지')
  junho = await madang.register('박준호')
  const merchant = await madang.register('이상인')
  const roles = { token: operator.token, body: { roles: ['customer', 'merchant'] } }
  await madang.ask('PUT', `/api/users/${merchant.id}/roles`, roles)
  const { token } = await madang.logIn(merchant)
  const shop = { name: '마당 강남점', contact: '02-123-4567', bankAccount: await madang.openBankAccount(0) }
  franchiseId = (await madang.post('/api/franchises', shop, token)).body.id
  const { accountNumber } = await madang.linkBankAccount(minji, 500_000)
  last4 = accountNumber.slice(-4)
  await madang.application.awaitIdle()
  await live(token)
  await madang.application.awaitIdle()
})
afterAll(() => madang.close())

/** One of everything that moves money of a wallet. */
async function live(merchantToken: string) {
  const does = async (path: string, body: object, token = minji.token) => {
    const answer = await madang.post(path, body, token, wait)
    expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => status < 300)])
    await madang.application.awaitIdle()
    return answer.body
  }
  await does('/api/money/deposits', { userId: minji.id, amount: 100_000 }, operator.token)
  await does('/api/money/top-ups', { amount: 50_000 })
  await does('/api/money/withdrawals', { amount: 20_000 })
  await does('/api/money/transfers', { to: junho.id, amount: 1_000, memo: '=점심' })
  await does('/api/remittances', { to: { userId: junho.id }, amount: 2_000 })
  const { bankCode, accountNumber, holderName } = await madang.openBankAccount(0, '최수취')
  await does('/api/remittances', { to: { bankCode, accountNumber, holderName }, amount: 3_000 })
  const items = [{ productId: 'coffee', quantity: 1 }]
  const order = await does('/api/orders', { items, shippingAddress, paymentMethod: 'wallet' })
  orderNumber = order.number
  await does(`/api/orders/${order.orderId}/cancel`, {})
  const paid = await does('/api/payments', { franchiseId, amount: 4_000, paymentMethod: 'wallet' })
  await does(`/api/payments/${paid.id}/cancel`, { amount: 1_500 }, merchantToken)
  await does('/api/money/transfers', { to: minji.id, amount: 500 }, junho.token)
}

const ask = (path: string, language = 'ko') =>
  madang.ask('GET', `/api/money/transactions${path}`, {
    token: minji.token,
    headers: { 'accept-language': language },
  })
const history = async (query = '', language = 'ko'): Promise<any[]> => (await ask(query, language)).body.items

test('every movement says what it is, whose it was, and what was left', async () => {
  const rows = (await history()).map(({ kind, direction, amount, balanceAfter, counterparty }) => [
    ...[kind, direction, amount, balanceAfter],
    ...[counterparty.kind, counterparty.name, counterparty.id, counterparty.reference],
  ])
  const other = rows.find(([kind, , amount]) => kind === 'remittance' && amount === 3_000)?.at(-1)
  expect(rows).toEqual([
    ['transfer', 'in', 500, 122_000, 'member', '박*호', null, null],
    ['refund', 'in', 1_500, 121_500, 'franchise', '마당 강남점', franchiseId, null],
    ['payment', 'out', 4_000, 120_000, 'franchise', '마당 강남점', franchiseId, null],
    ['refund', 'in', 10_000, 124_000, 'shop', '마당 상점', null, orderNumber],
    ['payment', 'out', 10_000, 114_000, 'shop', '마당 상점', null, orderNumber],
    ['remittance', 'out', 3_000, 124_000, 'bank', '신한은행', '088', other],
    ['remittance', 'out', 2_000, 127_000, 'member', '박*호', null, null],
    ['transfer', 'out', 1_000, 129_000, 'member', '박*호', null, null],
    ['withdrawal', 'out', 20_000, 130_000, 'bank', '신한은행', '088', last4],
    ['top-up', 'in', 50_000, 150_000, 'bank', '신한은행', '088', last4],
    ['deposit', 'in', 100_000, 100_000, 'bank', '은행', null, null],
  ])
  expect(other).toMatch(/^\d{4}$/)
  const english = new Set((await history('', 'en')).map(({ counterparty }) => counterparty.name))
  expect(english).toEqual(new Set(['박*호', '마당 강남점', 'Madang Shop', 'Shinhan Bank', 'Bank']))
})

test('one of them is the same by itself, and nobody else’s', async () => {
  for (const row of await history()) expect((await ask(`/${row.id}`)).body).toEqual(row)
  const [{ id }] = await history('?kind=payment')
  expect((await madang.get(`/api/money/transactions/${id}`, junho.token)).body.code).toBe('transaction_unknown')
  expect((await madang.get(`/api/money/transactions/${id}`, operator.token)).body.code).toBe('transaction_unknown')
})

test('some of them by kind and direction', async () => {
  expect((await history('?kind=refund')).map(({ amount }) => amount)).toEqual([1_500, 10_000])
  expect((await history('?direction=in&kind=transfer')).map(({ amount }) => amount)).toEqual([500])
})

test('all of them as a table, in the language of whoever asks', async () => {
  const { status, text, headers } = await ask('.csv?direction=out')
  expect([status, headers['content-type'], headers['content-disposition']]).toEqual([
    ...[200, 'text/csv; charset=utf-8'],
    expect.stringMatching(/^attachment; filename="madang-\d{4}-\d\d-\d\d\.csv"$/),
  ])
  const [head, ...lines] = text.slice(1).trimEnd().split('\r\n')
  expect(head).toMatch(/^거래번호 Transaction,거래시각 Time \(KST\),구분 Kind,상대 Counterparty/)
  const rest = lines.map(line => line.split(',').slice(2))
  expect(rest).toHaveLength(6)
  expect(rest[0]).toEqual(['결제', '마당 강남점', '', '', '4000', '120000', 'KRW', '', expect.stringMatching(/^pay_/)])
  expect(rest.at(-1)?.slice(0, 6)).toEqual(['출금', '신한은행', `*${last4}`, '', '20000', '130000'])
  // What a spreadsheet would run as a formula is plain.
  expect(rest.at(-2)).toEqual(['이체', '박*호', '', '', '1000', '129000', 'KRW', "'=점심", ''])
  expect((await ask('.csv', 'en')).text).toContain('Withdrawal,Shinhan Bank')
})

test('the sums of this month', async () => {
  const { body } = await ask('/summary?months=1')
  expect(body.items).toEqual([{ period: expect.any(String), currency: 'KRW', in: 162_000, out: 40_000, count: 11 }])
  expect(await madang.differences()).toEqual([])
})
