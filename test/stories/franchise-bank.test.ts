import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import type { NewBehaviour } from '../../simulators/bank/behaviours.ts'
import { type AtBank, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { merchantOf, paid, registerFranchise } from '../harness/shop.ts'

/** A sale that is short in the wallet, and its payout, with a bank with every behaviour it can have. */
let madang: TestPlatform
let operator: Member
let merchant: Member

const wait = { prefer: 'wait=10' }

beforeAll(async () => {
  madang = await openTestPlatform({ env: { BANK_ANSWER_LIMIT_MS: '200' } })
  operator = await madang.operator()
  merchant = await merchantOf(madang, operator)
})
afterAll(() => madang.close())

const shop = (name: string) => registerFranchise(madang, { merchant, operator, name, feeBp: 250 })
const linesOf = async ({ accountNumber }: AtBank) =>
  (await madang.bank.books()).lines.filter(line => line.accountNumber === accountNumber).map(({ amount }) => amount)

async function settle(franchiseId: string) {
  await madang.application.awaitIdle()
  const businessDate = businessDateOf(madang.clock.now())
  const run = await madang.post('/api/settlements/run', { businessDate }, operator.token, wait)
  const { items } = (await madang.get(`/api/settlements?franchiseId=${franchiseId}`, operator.token)).body
  return { run: run.body, settlement: items[0] }
}

type Behaviour = Omit<NewBehaviour, 'match'>
const survived: readonly [string, Behaviour][] = [
  ['answers late', { kind: 'delay_ms', delay_ms: 100 }],
  ['is silent and has done nothing', { kind: 'timeout_before' }],
  ['is silent after it has booked', { kind: 'timeout_after' }],
  ['breaks', { kind: 'error_500' }],
  ['receives it twice', { kind: 'deliver_twice' }],
]

describe('when the bank', () => {
  test.each(survived)('%s, the sale is pulled once and the settlement paid once', async (name, behaviour) => {
    const { id, account } = await shop(`마당 ${name}`)
    const payer = await madang.richMember(operator, 4_000)
    const linked = await madang.linkBankAccount(payer, 50_000)
    for (const { accountNumber } of [linked, account]) {
      await madang.bank.tell({ ...behaviour, match: { operation: 'transfer', accountNumber } })
    }
    expect(await paid(madang, payer, id, 10_000)).toMatchObject({ status: 'approved' })
    expect(await linesOf(linked)).toEqual([6_000])
    expect((await settle(id)).settlement).toMatchObject({ status: 'paid', payout: 9_750 })
    expect(await linesOf(account)).toEqual([9_750])
    expect(await madang.balance(payer.token)).toMatchObject({ available: 0, pending: 0 })
  })

  test.each([
    ['TRANSFER_REJECTED', 'bank_refused'],
    ['LIMIT_EXCEEDED', 'bank_limit_exceeded'],
  ])('refuses with %s, the sale is declined, and the settlement waits for the next run', async (code, reason) => {
    const { id, account } = await shop(`마당 ${code}`)
    const payer = await madang.richMember(operator, 4_000)
    const linked = await madang.linkBankAccount(payer, 50_000)
    for (const { accountNumber } of [linked, account]) {
      await madang.bank.tell({ kind: 'refuse', code, match: { operation: 'transfer', accountNumber } })
    }
    expect(await paid(madang, payer, id, 10_000)).toMatchObject({ status: 'declined', reason })
    expect(await madang.balance(payer.token)).toMatchObject({ available: 4_000, pending: 0 })
    expect(await paid(madang, payer, id, 10_000)).toMatchObject({ status: 'approved' })
    expect((await settle(id)).settlement).toMatchObject({ status: 'failed', reason, payout: 9_750 })
    expect(await linesOf(account)).toEqual([])
    const { run, settlement } = await settle(id)
    expect(run).toMatchObject({ started: 0, retried: 1, paid: 1 })
    expect(settlement).toMatchObject({ status: 'paid', reason: null })
    expect(await linesOf(account)).toEqual([9_750])
  })

  test.each([401, 429])('turns us away with %i, nobody loses anything, and both are done later', async status => {
    const { id, account } = await shop(`마당 ${status}`)
    const payer = await madang.richMember(operator, 4_000)
    await madang.linkBankAccount(payer, 50_000)
    const turnAway = () => madang.bank.tell({ match: { operation: 'transfer' }, kind: 'answer', status, times: 100 })
    await turnAway()
    const body = { franchiseId: id, amount: 10_000, paymentMethod: 'wallet' }
    const answer = await madang.post('/api/payments', body, payer.token, wait)
    expect(answer).toMatchObject({ status: 503, body: { code: 'bank_unavailable' } })
    expect(await madang.balance(payer.token)).toMatchObject({ available: 4_000, pending: 0 })
    await madang.bank.behave()
    expect(await paid(madang, payer, id, 10_000)).toMatchObject({ status: 'approved' })
    await turnAway()
    expect((await settle(id)).settlement).toMatchObject({ status: 'failed', reason: 'bank_unavailable' })
    await madang.bank.behave()
    expect((await settle(id)).settlement).toMatchObject({ status: 'paid', payout: 9_750 })
    expect(await linesOf(account)).toEqual([9_750])
  })
})

test('and after all that the books are sound, and agree with the bank’s', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
  const date = businessDateOf(madang.clock.now())
  const { body } = await madang.get(`/api/banking/reconciliation?date=${date}`, operator.token)
  expect(body).toMatchObject({ agrees: true, ledgerMissing: { count: 0 }, ledgerOnly: { count: 0 } })
})
