import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applicationChecks } from '../../main/checks.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { payAtFranchise } from '../../services/payments/franchises/feature.ts'
import { takeTurn } from '../../services/settlements/commands.ts'
import { planTurn } from '../../services/settlements/plan.ts'
import { settlements } from '../../services/settlements/service.ts'
import { openTestApplication, origin } from '../harness/application.ts'
import { type AtBank, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { daysAreRun, logIn, merchantOf, paid, registerFranchise } from '../harness/shop.ts'

let madang: TestPlatform
let operator: Member
let merchant: Member
let customer: Member

const wait = { prefer: 'wait=5' }
const HOUR_MS = 3_600_000

beforeAll(async () => {
  madang = await openTestPlatform({ env: { BANK_ANSWER_LIMIT_MS: '300' } })
  // At noon nothing is settled by itself while a story runs.
  await moveTo(
    Temporal.PlainDate.from(today()).add({ days: 1 }).toZonedDateTime({ timeZone: 'Asia/Seoul', plainTime: '12:00' }),
  )
  operator = await madang.operator()
  merchant = await merchantOf(madang, operator)
  customer = await madang.richMember(operator, 100_000)
  await madang.linkBankAccount(customer, 1_000_000)
})
afterAll(() => madang.close())

const today = () => businessDateOf(madang.clock.now())
/** The runs of the days between are made in passing. */
async function moveTo({ epochMilliseconds }: Temporal.ZonedDateTime): Promise<void> {
  madang.clock.moveTo(new Date(epochMilliseconds))
  await daysAreRun(madang)
}

async function nextDay(): Promise<void> {
  madang.clock.advance(24 * HOUR_MS)
  await daysAreRun(madang)
  operator = await logIn(madang, operator)
  merchant = await logIn(madang, merchant)
}

/** What was paid a moment ago may not be known to settlements yet, and would go with the next run. */
async function run(businessDate = today(), who = operator) {
  await madang.application.awaitIdle()
  return madang.post('/api/settlements/run', { businessDate }, who.token, wait)
}
const settlementsOf = async (franchiseId: string, who = merchant) =>
  (await madang.get(`/api/settlements?franchiseId=${franchiseId}`, who.token)).body.items

async function earnedBalance(franchiseId: string): Promise<number> {
  const account = encodeURIComponent(`franchise:${franchiseId}:KRW`)
  const { body } = await madang.get(`/api/money/ledger/accounts/${account}`, operator.token)
  return body.balance
}
const feeBalance = async (): Promise<number> =>
  (await madang.get('/api/money/ledger/accounts/fee:KRW', operator.token)).body.balance

async function franchise(name = '마당 부산점', feeBp = 250): Promise<{ id: string; account: AtBank }> {
  return registerFranchise(madang, { merchant, operator, name, feeBp })
}

describe('a franchise earns, and is paid out', () => {
  test('from registration to the table for a spreadsheet', async () => {
    const { id, account } = await franchise()
    const fees = await feeBalance()
    // 100,000 in the wallet: the second payment is short of 15,000, and exactly that comes from the bank.
    const first = await paid(madang, customer, id, 85_000)
    const second = await paid(madang, customer, id, 30_000)
    expect([first, second]).toMatchObject([
      { status: 'approved', code: 0, franchiseId: id, orderId: null, amount: 85_000, fee: null },
      { status: 'approved', code: 0, amount: 30_000 },
    ])
    expect(await madang.balance(customer.token)).toMatchObject({ available: 0, pending: 0 })
    expect(await earnedBalance(id)).toBe(115_000 - 2_125 - 750)

    const cancel = { amount: 15_000, reason: '절반만 드셨습니다' }
    const refunded = await madang.post(`/api/payments/${second.id}/cancel`, cancel, merchant.token, wait)
    expect(refunded.body).toMatchObject({ status: 'partially_refunded', refunded: 15_000, refunding: 0, fee: 375 })
    expect(await madang.balance(customer.token)).toMatchObject({ available: 15_000 })
    expect((await feeBalance()) - fees).toBe(2_125 + 375)

    const { rows: published } = await madang.application
      .service('payments')
      .read.query(`select data from events where stream = $1`, [`payment:${second.id}`])
    expect(published.length).toBeGreaterThan(3)
    expect(JSON.stringify(published)).not.toContain('절반만')

    const upcoming = async (who = merchant) => (await madang.get('/api/settlements/upcoming', who.token)).body
    expect(await upcoming()).toEqual({
      businessDate: today(),
      items: [{ franchiseId: id, currency: 'KRW', payments: 2, gross: 100_000, fee: 2_500, payout: 97_500 }],
    })
    const sales = { date: today(), currency: 'KRW', count: 2, amount: 115_000 }
    expect((await madang.get('/api/payments/sales?days=1', merchant.token)).body).toEqual({ items: [sales] })
    expect((await madang.get(`/api/payments/sales?franchiseId=${id}`, merchant.token)).body).toEqual({ items: [sales] })
    const received = await madang.get('/api/payments?received=true', merchant.token)
    expect(received.body.items).toMatchObject([{ id: second.id, fee: 375 }, { id: first.id }])
    const rival = await merchantOf(madang, operator)
    expect((await upcoming(rival)).items).toEqual([])
    expect((await madang.get('/api/payments/sales', rival.token)).body).toEqual({ items: [] })
    expect((await madang.get('/api/payments?received=true', rival.token)).body.items).toEqual([])
    expect((await madang.get('/api/payments/sales', customer.token)).status).toBe(403)

    const ran = await run()
    expect(ran.body).toMatchObject({ businessDate: today(), started: 1, retried: 0, paid: 1, failed: 0, open: 0 })
    const [settlement] = await settlementsOf(id)
    expect(settlement).toMatchObject({
      ...{ franchiseId: id, businessDate: today(), status: 'paid', payments: 2, reason: null },
      ...{ gross: 100_000, fee: 2_500, payout: 97_500, currency: 'KRW' },
      paidTo: { bankCode: account.bankCode, last4: account.accountNumber.slice(-4) },
    })
    expect(await madang.bank.balance(account)).toBe(97_500)
    expect(await earnedBalance(id)).toBe(0)
    expect((await upcoming()).items).toEqual([])
    const month = { month: today().slice(0, 7), currency: 'KRW', settlements: 1, payments: 2 }
    expect((await madang.get('/api/settlements/months', merchant.token)).body).toEqual({
      items: [{ ...month, gross: 100_000, fee: 2_500, payout: 97_500 }],
    })
    expect((await madang.get('/api/settlements/months', rival.token)).body).toEqual({ items: [] })
    const { body: lines } = await madang.get(`/api/settlements/${settlement.id}/payments`, merchant.token)
    expect(lines.items).toMatchObject([
      { paymentId: first.id, amount: 85_000, refunded: 0, gross: 85_000, fee: 2_125, payout: 82_875 },
      { paymentId: second.id, amount: 30_000, refunded: 15_000, gross: 15_000, fee: 375, payout: 14_625 },
    ])
    expect((await madang.get(`/api/payments/${first.id}`, customer.token)).body).toMatchObject({
      status: 'settled',
      code: 2,
    })

    const csv = await madang.get(`/api/settlements/${settlement.id}.csv`, merchant.token)
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${settlement.id}.csv"`,
    })
    const rows = csv.text.split('\r\n')
    expect(rows).toHaveLength(5)
    expect(rows[0]).toMatch(/^\uFEFF정산번호 Settlement,영업일 Business date,/)
    expect(rows[1]).toContain(`${first.id},`)
    expect(rows[1]).toMatch(/,85000,0,85000,2125,82875,KRW$/)
    expect(rows[3]).toMatch(/,합계 Total,,115000,15000,100000,2500,97500,KRW$/)
  })

  test('a second run finds nothing to pay', async () => {
    expect((await run()).body).toMatchObject({ started: 0, retried: 0, open: 0 })
  })

  test('what is given back after the payout counts against the next settlement', async () => {
    const { id, account } = await franchise('마당 광안점', 33)
    const payer = await madang.richMember(operator, 50_000)
    const sold = await paid(madang, payer, id, 15_000)
    await run()
    expect(await madang.bank.balance(account)).toBe(14_950)
    const back = await madang.post(`/api/payments/${sold.id}/cancel`, { reason: '반품' }, operator.token, wait)
    expect(back.body).toMatchObject({ status: 'refunded', refunded: 15_000 })
    expect(await earnedBalance(id)).toBe(-14_950)
    expect((await madang.post(`/api/payments/${sold.id}/cancel`, { reason: '반품' }, operator.token)).body.code).toBe(
      'already_refunded',
    )
    await nextDay()
    expect((await run()).body).toMatchObject({ started: 0 })
    await paid(madang, await logIn(madang, payer), id, 20_000)
    expect((await run()).body).toMatchObject({ started: 1, paid: 1 })
    const [next] = await settlementsOf(id)
    // 20,000 − 66 of fee, less 15,000 − 50 that was paid out before.
    expect(next).toMatchObject({ payments: 2, gross: 5_000, fee: 16, payout: 4_984 })
    expect(await madang.bank.balance(account)).toBe(14_950 + 4_984)
    expect(await earnedBalance(id)).toBe(0)
  })
})

describe('a payment at a franchise', () => {
  test('is declined with a reason, and leaves nothing behind', async () => {
    const { id } = await franchise()
    const poor = await madang.register()
    await madang.application.awaitIdle()
    const body = { franchiseId: id, amount: 5_000, paymentMethod: 'wallet' }
    const unlinked = await madang.post('/api/payments', body, poor.token, wait)
    expect(unlinked.body).toMatchObject({ status: 'declined', code: 1, reason: 'account_not_linked' })
    await madang.linkBankAccount(poor, 4_999)
    const short = await madang.post('/api/payments', body, poor.token, wait)
    expect(short.body).toMatchObject({ status: 'declined', code: 1, reason: 'bank_insufficient_funds' })
    expect(await madang.balance(poor.token)).toMatchObject({ available: 0, pending: 0 })
    expect(await earnedBalance(id)).toBe(0)
  })

  test.each([
    ['nowhere', { amount: 1_000 }, 422, 'payment_target_unclear'],
    ['at two places', { amount: 1_000, franchiseId: 'frn_1', orderId: 'ord_1' }, 422, 'payment_target_unclear'],
    ['at an unknown franchise', { amount: 1_000, franchiseId: 'frn_none' }, 404, 'franchise_unknown'],
    ['in dollars', { amount: 1, franchiseId: 'frn_1', currency: 'USD' }, 422, 'currency_not_supported'],
    ['by card', { amount: 1, franchiseId: 'frn_1', paymentMethod: 'credit_card' }, 422, 'payment_method_unsupported'],
    ['with half a won', { amount: 0.5, franchiseId: 'frn_1' }, 400, 'invalid_amount'],
  ])('%s is refused', async (_, more, status, code) => {
    const { token } = await logIn(madang, customer)
    const answer = await madang.post('/api/payments', { paymentMethod: 'wallet', ...more }, token)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('that takes none is refused, and so is a payer who is deactivated', async () => {
    const { id } = await franchise()
    const payer = await madang.richMember(operator, 10_000)
    const body = { franchiseId: id, amount: 5_000, paymentMethod: 'wallet' }
    const change = { token: merchant.token, body: { active: false } }
    await madang.ask('PATCH', `/api/franchises/${id}`, change)
    await madang.application.awaitIdle()
    expect((await madang.post('/api/payments', body, payer.token)).body.code).toBe('franchise_inactive')
    await madang.ask('PATCH', `/api/franchises/${id}`, { ...change, body: { active: true } })
    await madang.post(`/api/users/${payer.id}/deactivate`, undefined, operator.token)
    await madang.application.awaitIdle()
    const { context } = madang.application.service('payments')
    const command = await payAtFranchise(context, {
      memberId: payer.id,
      franchiseId: id,
      amount: 5_000,
      currency: 'KRW',
    })
    expect(command).toMatchObject({ code: 'payer_inactive' })
  })

  test('keeps the fee rate of its moment', async () => {
    const { id } = await franchise('마당 서면점', 100)
    const payer = await madang.richMember(operator, 20_000)
    const before = await paid(madang, payer, id, 10_000)
    await madang.ask('PATCH', `/api/franchises/${id}`, { token: operator.token, body: { feeBp: 10_000 } })
    await madang.application.awaitIdle()
    const later = await paid(madang, payer, id, 10_000)
    const fee = async (payment: string) => (await madang.get(`/api/payments/${payment}`, merchant.token)).body.fee
    expect([await fee(before.id), await fee(later.id)]).toEqual([100, 10_000])
  })
})

describe('the bank refuses', () => {
  test('the settlement has failed, its payments wait, and the next day’s run pays it once', async () => {
    const { id, account } = await franchise('마당 해운대점')
    const payer = await madang.richMember(operator, 60_000)
    const sold = await paid(madang, payer, id, 20_000)
    await madang.bank.change({ ...account, open: false })
    expect((await run()).body).toMatchObject({ failed: 1, open: 0 })
    const [failed] = await settlementsOf(id)
    expect(failed).toMatchObject({
      status: 'failed',
      reason: 'account_closed',
      payments: 1,
      payout: 19_500,
      paidTo: null,
    })
    const refund = await madang.post(`/api/payments/${sold.id}/cancel`, { reason: '반품' }, operator.token)
    expect([refund.status, refund.body.code]).toEqual([409, 'payment_settling'])

    const again = await madang.post(`/api/settlements/${failed.id}/retry`, undefined, operator.token, wait)
    expect(again.body).toMatchObject({ status: 'failed', reason: 'account_closed' })
    await nextDay()
    expect(await settlementsOf(id)).toMatchObject([{ id: failed.id, status: 'failed' }])
    await madang.bank.change({ ...account, open: true })
    await paid(madang, await logIn(madang, payer), id, 10_000)
    expect((await run()).body).toMatchObject({ started: 1, retried: 1, paid: 2, failed: 0 })
    const [next, before] = await settlementsOf(id)
    expect([before, next]).toMatchObject([
      { id: failed.id, status: 'paid', reason: null, payout: 19_500 },
      { status: 'paid', payout: 9_750 },
    ])
    expect(before.transferId).not.toBe(failed.transferId)
    expect(await madang.bank.balance(account)).toBe(29_250)
    const retry = await madang.post(`/api/settlements/${failed.id}/retry`, undefined, operator.token)
    expect([retry.status, retry.body.code]).toEqual([409, 'settlement_not_failed'])
  })

  test('an account that was corrected meanwhile is the one that is paid', async () => {
    const { id, account } = await franchise('마당 남포점')
    await paid(madang, await madang.richMember(operator, 10_000), id, 10_000)
    await madang.bank.change({ ...account, open: false })
    await run()
    const [failed] = await settlementsOf(id)
    const corrected = await madang.openBankAccount(0)
    await madang.ask('PATCH', `/api/franchises/${id}`, { token: merchant.token, body: { bankAccount: corrected } })
    await madang.application.awaitIdle()
    const retried = await madang.post(`/api/settlements/${failed.id}/retry`, undefined, operator.token, wait)
    expect(retried.body).toMatchObject({ status: 'paid', paidTo: { last4: corrected.accountNumber.slice(-4) } })
    expect(await madang.bank.balance(corrected)).toBe(9_750)
    expect(await madang.bank.balance(account)).toBe(0)
  })

  test('or says nothing after it has paid: it is inquired, and pays once', async () => {
    const { id, account } = await franchise('마당 동래점')
    await paid(madang, await madang.richMember(operator, 10_000), id, 10_000)
    const match = { operation: 'transfer', accountNumber: account.accountNumber } as const
    await madang.bank.tell({ kind: 'timeout_after', match })
    expect((await run()).body).toMatchObject({ started: 1, paid: 1 })
    expect(await madang.bank.balance(account)).toBe(9_750)
  })
})

describe('runs', () => {
  test('that race, also from two processes, settle each payment once', async () => {
    const shops = await Promise.all(Array.from({ length: 4 }, (_, nth) => franchise(`마당 ${nth}호점`)))
    const payer = await madang.richMember(operator, 1_000_000)
    for (const { id } of shops) for (let nth = 1; nth <= 5; nth += 1) await paid(madang, payer, id, 1_000 * nth)
    await madang.application.awaitIdle()
    const other = await openTestApplication({
      services: [settlements],
      databaseUrl: madang.databaseUrl,
      ports: { clock: madang.clock },
      loops: false,
    })
    const there = async (): Promise<{ started: number }> => {
      const { context, writer } = other.application.service('settlements')
      const turn = await planTurn(context, today(), context.ports.ids.next('run'))
      const outcome = await writer.run(takeTurn(turn), origin(operator.id))
      if (outcome.kind === 'refused') throw new Error(outcome.refusal.code)
      return JSON.parse(outcome.body)
    }
    const here = async (): Promise<{ started: number }> =>
      (await madang.post('/api/settlements/run', { businessDate: today() }, operator.token, wait)).body
    const runs = await Promise.all([here(), there(), here(), there()])
    expect(runs.reduce((sum, { started }) => sum + started, 0)).toBe(4)
    await madang.application.awaitIdle()
    await other.close()
    for (const { id, account } of shops) {
      expect(await settlementsOf(id)).toMatchObject([{ status: 'paid', payments: 5, gross: 15_000, payout: 14_625 }])
      expect(await madang.bank.balance(account)).toBe(14_625)
    }
  })

  test.each([
    [
      'a date that has not come',
      () => businessDateOf(new Date(madang.clock.now().getTime() + 24 * HOUR_MS)),
      422,
      'business_date_in_future',
    ],
    ['no date', () => '2026-02-30', 400, 'invalid_request'],
  ])('of %s are refused', async (_, date, status, code) => {
    const answer = await run(date())
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })
})

describe('who may see what', () => {
  test('a merchant sees only payments and settlements of their own', async () => {
    const { id } = await franchise('마당 비밀점')
    const payer = await madang.richMember(operator, 10_000)
    const sold = await paid(madang, payer, id, 10_000)
    await run()
    const [settlement] = await settlementsOf(id)
    const rival = await merchantOf(madang, operator)
    const items = async (path: string, who: Member) => (await madang.get(path, who.token)).body.items
    for (const who of [merchant, operator]) {
      expect(await items(`/api/payments?franchiseId=${id}`, who)).toMatchObject([{ id: sold.id, fee: 250 }])
      expect(await items(`/api/settlements?franchiseId=${id}`, who)).toMatchObject([{ id: settlement.id }])
    }
    expect(await items(`/api/payments?franchiseId=${id}`, payer)).toMatchObject([{ id: sold.id, fee: null }])
    expect(await items(`/api/payments?franchiseId=${id}&status=approved`, merchant)).toEqual([])
    expect(await items(`/api/payments?franchiseId=${id}`, rival)).toEqual([])
    expect(await items(`/api/settlements?franchiseId=${id}`, rival)).toEqual([])
    expect(await items('/api/settlements', rival)).toEqual([])
    const places = ['', '/payments', '.csv'].map(end => `/api/settlements/${settlement.id}${end}`)
    for (const path of [...places, `/api/payments/${sold.id}`]) {
      expect([path, (await madang.get(path, rival.token)).status]).toEqual([path, 404])
      expect([path, (await madang.get(path, merchant.token)).status]).toEqual([path, 200])
    }
    const cancel = (who: Member) => madang.post(`/api/payments/${sold.id}/cancel`, { reason: 'x' }, who.token)
    expect([(await cancel(rival)).status, (await cancel(payer)).status]).toEqual([404, 403])
    expect((await run(today(), merchant)).status).toBe(403)
    expect((await madang.post(`/api/settlements/${settlement.id}/retry`, undefined, merchant.token)).status).toBe(403)
  })
})

test('and after all that the books are sound', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
  expect((await verifyApplication(madang.databaseUrl, [], applicationChecks)).map(({ service }) => service)).toEqual(
    applicationChecks.map(() => 'house'),
  )
  const { body } = await madang.get('/api/money/ledger/trial-balance', operator.token)
  expect(body.balanced).toBe(true)
})
