/** What the bank answers when it does not simply say yes or no. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type AtBank, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let operator: Member
let minji: Member
let account: AtBank

const wait = { prefer: 'wait=10' }
const DEPOSIT = 1_000_000

beforeAll(async () => {
  madang = await openTestPlatform({ env: { BANK_ANSWER_LIMIT_MS: '500' } })
  operator = await madang.operator()
  minji = await madang.register('김민지')
  await madang.application.awaitIdle()
  account = await madang.linkBankAccount(minji, DEPOSIT)
})
afterEach(() => madang.bank.behave())
afterAll(() => madang.close())

const topUp = () => madang.post('/api/money/top-ups', { amount: 10_000 }, minji.token, wait)
const wallet = async () => (await madang.balance(minji.token))?.available ?? 0
/** Members' money is at the bank or in the wallet, never at both, never at neither. */
const all = async () => (await wallet()) + (await madang.bank.balance(account))

test.each([
  [400, 'NEVER_HEARD_OF'],
  [404, 'NOT_FOUND'],
  [408, ''],
  [409, 'TRANSFER_IN_PROGRESS'],
  [418, ''],
  [500, 'BROKEN'],
  [502, ''],
  // A no under another status than the one it has may be anybody's.
  [503, 'INSUFFICIENT_FUNDS'],
])('a top-up answered %i %s once succeeds once, whether it had been booked or not', async (status, code) => {
  for (const kind of ['answer', 'answer_after'] as const) {
    const before = await wallet()
    await madang.bank.tell({ match: { operation: 'transfer' }, kind, status, code })
    expect((await topUp()).body).toMatchObject({ status: 'succeeded' })
    expect(await wallet()).toBe(before + 10_000)
    expect(await all()).toBe(DEPOSIT)
  }
})

test.each([401, 403, 429])(
  'a top-up answered %i is tried again, and comes to nothing if that goes on',
  async status => {
    const before = await wallet()
    await madang.bank.tell({ match: { operation: 'transfer' }, kind: 'answer', status, times: 2 })
    expect((await topUp()).body).toMatchObject({ status: 'succeeded' })
    expect(await wallet()).toBe(before + 10_000)
    await madang.bank.tell({ match: { operation: 'transfer' }, kind: 'answer', status, times: 100 })
    expect((await topUp()).body).toMatchObject({ status: 'failed', reason: 'bank_unavailable' })
    await madang.bank.behave()
    expect((await topUp()).body).toMatchObject({ status: 'succeeded' })
    expect(await all()).toBe(DEPOSIT)
  },
)

test('turned away after a try that nobody knows the end of is asked about, not given up', async () => {
  const before = await wallet()
  await madang.bank.tell({ match: { operation: 'transfer' }, kind: 'timeout_after' })
  await madang.bank.tell({ match: { operation: 'look-up' }, kind: 'answer', status: 401 })
  expect((await topUp()).body).toMatchObject({ status: 'succeeded' })
  expect(await wallet()).toBe(before + 10_000)
  expect(await all()).toBe(DEPOSIT)
})

test.each([400, 401, 403, 404, 408, 409, 418, 422, 429, 500, 503])(
  'an account that the bank was asked about and answered %i is not refused',
  async status => {
    const member = await madang.register()
    await madang.application.awaitIdle()
    const named = await madang.openBankAccount(0)
    await madang.bank.tell({ match: { operation: 'inquire' }, kind: 'answer', status })
    const link = () => madang.post('/api/banking/accounts', named, member.token)
    expect(await link()).toMatchObject({ status: 503, body: { code: 'bank_unavailable' } })
    expect(await link()).toMatchObject({ status: 201 })
  },
)

test.each([401, 403, 404, 409, 429, 500])('a statement answered %i is not there yet', async status => {
  await madang.bank.tell({ match: { operation: 'statement' }, kind: 'answer', status })
  const ask = () => madang.get('/api/banking/reconciliation', operator.token)
  expect(await ask()).toMatchObject({ status: 503, body: { code: 'bank_unavailable' } })
  expect(await ask()).toMatchObject({ status: 200, body: { agrees: true } })
})

test('transfers are listed with the newest first, whatever their ids were made of', async () => {
  const { body } = await madang.get('/api/banking/transfers?limit=100', operator.token)
  const times = body.items.map(({ createdAt }: { createdAt: string }) => createdAt)
  expect(times.length).toBeGreaterThan(10)
  expect(times).toEqual([...times].sort().reverse())
})

test('and after all that the books are sound', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
})
