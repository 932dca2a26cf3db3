import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let operator: Member
const wait = { prefer: 'wait=5' }

beforeAll(async () => {
  madang = await openTestPlatform({ env: { BANK_ANSWER_LIMIT_MS: '200' } })
  operator = await madang.operator()
})
afterAll(() => madang.close())

const link = (member: Member, account: object) => madang.post('/api/banking/accounts', account, member.token)
const order = (body: object) => madang.post('/api/banking/transfers', body, operator.token, wait)

describe('linking an account', () => {
  test('that is real and mine', async () => {
    const minji = await madang.register('김민지')
    const account = await madang.openBankAccount(50_000, '김민지')
    const { accountNumber } = account
    const dashed = `${accountNumber.slice(0, 3)}-${accountNumber.slice(3, 6)} ${accountNumber.slice(6)}`
    const linked = await link(minji, { ...account, accountNumber: dashed })
    expect(linked).toMatchObject({ status: 201, body: { bankCode: '088', last4: accountNumber.slice(-4) } })
    const { body } = await madang.get('/api/banking/accounts', minji.token)
    expect(body.items).toEqual([linked.body])
  })
})

describe('an operator’s transfer', () => {
  test('takes from a linked account, and is booked against suspense', async () => {
    const member = await madang.register()
    const account = await madang.linkBankAccount(member, 50_000)
    const { status, body } = await order({ accountId: account.accountId, direction: 'in', amount: 20_000 })
    expect({ status, body }).toMatchObject({ status: 201, body: { status: 'completed', code: 1, amount: 20_000 } })
    expect(await madang.bank.balance(account)).toBe(30_000)
    await madang.house.settle()
    const suspense = await madang.get('/api/money/ledger/accounts/suspense:KRW', operator.token)
    expect(suspense.body.balance).toBe(20_000)
  })
})

test('and after all that the books are sound', async () => {
  await madang.house.settle()
  expect(await madang.differences()).toEqual([])
})
