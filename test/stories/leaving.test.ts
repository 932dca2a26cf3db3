import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { mayLeave } from '../../contracts/obligations.ts'
import { services } from '../../main/services.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import { type PspSimulator, startPspSimulator } from '../../simulators/psp/server.ts'
import { origin } from '../harness/application.ts'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { merchantOf, paid, registerFranchise } from '../harness/shop.ts'

/** Nobody leaves with obligations: each of them, one after another, is in the way until it is settled. */
let madang: TestPlatform
let psp: PspSimulator
let operator: Member

const PRICE = 12_000
const SECRET = 'test_sk_leaving'
const wait = { prefer: 'wait=5' }
const address = { street: '마당로 1', city: '서울', zipCode: '04524' }
const card = { cardNumber: '4242424242424242', expiryMonth: 12, expiryYear: 2030, cvv: '987' }
/** Longer than it takes to ask, shorter than anybody waits. */
const MEANWHILE_MS = 1_500

beforeAll(async () => {
  psp = await startPspSimulator({ ports: systemPorts(), port: 0, secretKey: SECRET })
  madang = await openTestPlatform({ env: { PSP_URL: psp.url, PSP_SECRET_KEY: SECRET } })
  operator = await madang.operator()
  await madang.addProduct({ productId: 'cup', price: PRICE, stock: 10_000 })
})
afterAll(async () => {
  await madang.close()
  await psp.stop()
})
afterEach(async () => {
  await madang.bank.behave()
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
})

const leave = ({ token }: Member, language = 'en') =>
  madang.ask('DELETE', '/api/users/me', { token, headers: { 'accept-language': language } })

async function mayNotLeave(member: Member, ...obligations: object[]): Promise<void> {
  const { status, body } = await leave(member)
  expect({ status, ...body }).toMatchObject({ status: 409, code: 'obligations_open', obligations })
  expect(body.obligations).toHaveLength(obligations.length)
  expect((await madang.get('/api/users/me', member.token)).status).toBe(200)
}

async function mayLeaveNow(member: Member): Promise<void> {
  await madang.application.awaitIdle()
  expect((await leave(member)).status).toBe(204)
  await madang.application.awaitIdle()
  expect((await madang.get('/api/users/me', member.token)).status).toBe(401)
}

async function order(member: Member, more: object = {}, productId = 'cup'): Promise<string> {
  const body = { items: [{ productId, quantity: 1 }], shippingAddress: address, ...more }
  const { status, body: placed } = await madang.post('/api/orders', body, member.token, wait)
  expect(status).toBe(201)
  return placed.orderId
}
const done = async (verb: string, orderId: string, { token } = operator) =>
  expect(
    (
      await madang.post(
        `/api/orders/${orderId}/${verb}`,
        verb === 'cancel' ? { reason: '마음이 바뀜' } : undefined,
        token,
        wait,
      )
    ).status,
  ).toBe(200)
const deliver = (orderId: string) => madang.post(`/api/orders/${orderId}/deliver`, undefined, operator.token)
const ship = (orderId: string) => madang.post(`/api/orders/${orderId}/ship`, undefined, operator.token)

const cardPayment = (orderId: string) => ({ orderId, amount: PRICE, paymentMethod: 'credit_card', cardDetails: card })
const slowBank = () => madang.bank.tell({ kind: 'delay_ms', delay_ms: MEANWHILE_MS, match: { operation: 'transfer' } })
async function slowCard(operation: string): Promise<void> {
  const body = JSON.stringify({ kind: 'delay_ms', delay_ms: MEANWHILE_MS, match: { operation } })
  const headers = { 'content-type': 'application/json' }
  await fetch(`${psp.url}/simulator/behaviours`, { method: 'POST', headers, body })
}

async function linkedMember(amount: number): Promise<Member> {
  const member = await madang.richMember(operator, amount)
  await madang.linkBankAccount(member, 100_000)
  return member
}
const withdraw = (member: Member, amount: number, headers = {}) =>
  madang.post('/api/money/withdrawals', { amount }, member.token, headers)

describe('a buyer may not leave', () => {
  test('with an order that is not paid, until it is cancelled', async () => {
    const member = await madang.register()
    const reference = await order(member)
    await mayNotLeave(member, { code: 'orders_open', count: 1, reference })
    await done('cancel', reference, member)
    await mayLeaveNow(member)
  })

  test('with an order that is paid, until it is delivered: the shop needs the address', async () => {
    const member = await madang.richMember(operator, PRICE)
    const reference = await order(member, { paymentMethod: 'wallet' })
    await madang.application.awaitIdle()
    await mayNotLeave(member, { code: 'orders_open', count: 1, reference })
    expect((await ship(reference)).body).toMatchObject({ status: 'shipped', shippingAddress: address })
    await mayNotLeave(member, { code: 'orders_open', count: 1, reference })
    expect((await deliver(reference)).status).toBe(200)
    await mayLeaveNow(member)
  })

  test('whose cancelled order came back as money, until it is withdrawn', async () => {
    const member = await madang.richMember(operator, PRICE)
    await madang.linkBankAccount(member, 0)
    const reference = await order(member, { paymentMethod: 'wallet' })
    await madang.application.awaitIdle()
    await done('cancel', reference)
    await madang.application.awaitIdle()
    expect((await leave(member)).body).toMatchObject({
      code: 'balance_not_zero',
      obligations: [{ code: 'wallet_balance', count: 1, amount: PRICE, currency: 'KRW' }],
    })
    await withdraw(member, PRICE, wait)
    await mayLeaveNow(member)
  })

  test('while a card is charged', async () => {
    const member = await madang.register()
    const reference = await order(member)
    await slowCard('charge')
    await madang.post('/api/payments', cardPayment(reference), member.token)
    const { body } = await leave(member)
    expect(body.obligations).toMatchObject([
      { code: 'orders_open', reference },
      {
        code: 'payments_under_way',
        count: 1,
        amount: PRICE,
        currency: 'KRW',
        reference: expect.stringMatching('^pay_'),
      },
    ])
  })

  test('while a refund is on its way back to a card', async () => {
    const member = await madang.register()
    const reference = await order(member)
    await madang.post('/api/payments', cardPayment(reference), member.token, wait)
    await madang.application.awaitIdle()
    await slowCard('cancel')
    await madang.post(`/api/orders/${reference}/cancel`, { reason: '마음이 바뀜' }, member.token)
    await expect
      .poll(async () => (await leave(member)).body.obligations)
      .toMatchObject([
        { code: 'orders_open', reference },
        { code: 'refunds_under_way', count: 1, amount: PRICE },
      ])
    await mayLeaveNow(member)
  })
})

describe('a member of Pay may not leave', () => {
  test('while a top-up is under way, and then with what it brought', async () => {
    const member = await linkedMember(0 + 1)
    await withdraw(member, 1, wait)
    await slowBank()
    const { body } = await madang.post('/api/money/top-ups', { amount: 5_000 }, member.token)
    const transfer = { code: 'bank_transfers_under_way', count: 1, reference: expect.stringMatching('^bkt_') }
    const answer = await leave(member)
    expect(answer.body.code).toBe('obligations_open')
    expect(answer.body.obligations).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'top_ups_under_way', amount: 5_000, reference: body.id }),
        expect.objectContaining(transfer),
      ]),
    )
    await madang.application.awaitIdle()
    expect((await leave(member)).body.code).toBe('balance_not_zero')
  })

  test('while a withdrawal is under way', async () => {
    const member = await linkedMember(5_000)
    await slowBank()
    const { body } = await withdraw(member, 5_000)
    const answer = await leave(member)
    expect(answer.body.obligations).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'wallet_held', amount: 5_000, currency: 'KRW' }),
        expect.objectContaining({ code: 'withdrawals_under_way', amount: 5_000, reference: body.id }),
        expect.objectContaining({ code: 'bank_transfers_under_way', count: 1 }),
      ]),
    )
    await mayLeaveNow(member)
  })

  test('while a remittance from or to them is under way', async () => {
    const [sender, recipient] = [await linkedMember(1_000), await madang.register()]
    await slowBank()
    const sent = await madang.post('/api/remittances', { to: { userId: recipient.id }, amount: 8_000 }, sender.token)
    const reference = sent.body.id
    await mayNotLeave(recipient, { code: 'remittances_incoming', count: 1, reference })
    expect((await leave(sender)).body.obligations).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'remittances_under_way', count: 1, reference })]),
    )
  })

  test('while an operator moves money at their bank account', async () => {
    const member = await linkedMember(0 + 1)
    await withdraw(member, 1, wait)
    await slowBank()
    const body = { userId: member.id, direction: 'out', amount: 700 }
    const made = await madang.post('/api/banking/transfers', body, operator.token)
    await mayNotLeave(member, { code: 'bank_transfers_under_way', count: 1, reference: made.body.id })
    await mayLeaveNow(member)
  })
})

describe('a merchant may not leave', () => {
  test('with products on sale, nor with orders of them that are to be shipped', async () => {
    const [merchant, buyer] = [await merchantOf(madang, operator), await madang.richMember(operator, PRICE)]
    await madang.addProduct({ productId: 'pot', price: PRICE, merchantId: merchant.id })
    await mayNotLeave(merchant, { code: 'products_on_sale', count: 1, reference: 'pot' })
    const reference = await order(buyer, { paymentMethod: 'wallet' }, 'pot')
    await madang.ask('DELETE', '/api/products/pot', { token: merchant.token })
    await madang.application.awaitIdle()
    await mayNotLeave(merchant, { code: 'orders_to_deliver', count: 1, reference })
    await ship(reference)
    await deliver(reference)
    await mayLeaveNow(merchant)
  })

  test('before their own part of an order is delivered; the buyer waits for the other part too', async () => {
    const [first, other] = [await merchantOf(madang, operator), await merchantOf(madang, operator)]
    const buyer = await madang.richMember(operator, 2 * PRICE)
    await madang.addProduct({ productId: 'pan', price: PRICE, merchantId: first.id })
    await madang.addProduct({ productId: 'lid', price: PRICE, merchantId: other.id })
    const items = ['pan', 'lid'].map(productId => ({ productId, quantity: 1 }))
    const reference = await order(buyer, { items, paymentMethod: 'wallet' })
    await madang.ask('DELETE', '/api/products/pan', { token: first.token })
    await madang.application.awaitIdle()
    await mayNotLeave(first, { code: 'orders_to_deliver', count: 1, reference })
    await done('ship', reference, first)
    await mayNotLeave(first, { code: 'orders_to_deliver', count: 1, reference })
    await mayNotLeave(buyer, { code: 'orders_open', count: 1, reference })
    await done('deliver', reference, first)
    await mayNotLeave(buyer, { code: 'orders_open', count: 1, reference })
    await mayLeaveNow(first)
    expect((await leave(other)).body.obligations).toMatchObject([
      { code: 'orders_to_deliver' },
      { code: 'products_on_sale' },
    ])
  })

  test('with a franchise that takes payments, nor before it is settled and paid out', async () => {
    const [merchant, buyer] = [await merchantOf(madang, operator), await madang.richMember(operator, PRICE)]
    const shop = await registerFranchise(madang, { merchant, operator, name: '마당 부산점', feeBp: 250 })
    await paid(madang, buyer, shop.id, PRICE)
    await madang.application.awaitIdle()
    const due = { code: 'settlement_due', count: 1, amount: 11_700, currency: 'KRW', reference: shop.id }
    const answer = await leave(merchant)
    expect(answer.body.obligations).toMatchObject([{ code: 'franchises_active', count: 1, reference: shop.id }, due])
    await madang.ask('PATCH', `/api/franchises/${shop.id}`, { token: merchant.token, body: { active: false } })
    await mayNotLeave(merchant, due)
    await madang.bank.tell({
      kind: 'refuse',
      match: { operation: 'transfer', accountNumber: shop.account.accountNumber },
    })
    const run = { businessDate: businessDateOf(madang.clock.now()) }
    await madang.post('/api/settlements/run', run, operator.token, wait)
    await madang.application.awaitIdle()
    await mayNotLeave(merchant, { code: 'settlements_unpaid', count: 1, amount: 11_700, currency: 'KRW' })
    await madang.post('/api/settlements/run', run, operator.token, wait)
    await mayLeaveNow(merchant)
  })

  test('who was paid for what was given back afterwards', async () => {
    const [merchant, buyer] = [await merchantOf(madang, operator), await madang.richMember(operator, PRICE)]
    const shop = await registerFranchise(madang, { merchant, operator, name: '마당 대구점', feeBp: 0 })
    const { id } = await paid(madang, buyer, shop.id, PRICE)
    await madang.application.awaitIdle()
    const run = { businessDate: businessDateOf(madang.clock.now()) }
    await madang.post('/api/settlements/run', run, operator.token, wait)
    await madang.application.awaitIdle()
    await madang.post(`/api/payments/${id}/cancel`, { reason: '반품' }, operator.token, wait)
    await madang.ask('PATCH', `/api/franchises/${shop.id}`, { token: merchant.token, body: { active: false } })
    await madang.application.awaitIdle()
    await mayNotLeave(merchant, {
      code: 'settlement_owed',
      count: 1,
      amount: PRICE,
      currency: 'KRW',
      reference: shop.id,
    })
  })
})

describe('the list', () => {
  test('is whole, and in both languages; the title in that of who asks', async () => {
    const member = await madang.richMember(operator, 2 * PRICE)
    const reference = await order(member, { paymentMethod: 'wallet' })
    await madang.application.awaitIdle()
    const [ko, en] = [await leave(member, 'ko'), await leave(member, 'en')]
    expect(ko.body.title).toBe('아직 끝나지 않은 일이 있어 탈퇴할 수 없어요. 목록에 있는 일을 먼저 마쳐 주세요.')
    expect(en.body.title).toBe('Something is not finished yet, so you cannot leave. Settle what is listed first.')
    const obligations = [
      {
        code: 'wallet_balance',
        text: {
          ko: '지갑에 잔액이 남아 있어요. 먼저 출금하거나 송금해 주세요.',
          en: 'There is money in your wallet: withdraw it or send it to somebody first.',
        },
        count: 1,
        amount: PRICE,
        currency: 'KRW',
      },
      expect.objectContaining({ code: 'orders_open', count: 1, reference }),
    ]
    for (const { body } of [ko, en]) {
      expect(body.obligations).toHaveLength(2)
      expect(body.obligations).toEqual(expect.arrayContaining(obligations))
    }
  })

  /** A service that is added has to be in one of the two lists. */
  const NOTHING_TO_OWE: Readonly<Record<string, string>> = {
    identity: 'asks the others',
    cart: 'what is in a cart was not bought',
    notifications: 'what a member was told is nobody’s debt',
  }

  test('is asked of every service that could owe or be owed something', async () => {
    const names = services.map(({ name }) => name)
    const declared = services.filter(({ contract }) => Object.values(contract?.rpcs ?? {}).some(isMayLeave))
    expect([...declared.map(({ name }) => name), ...Object.keys(NOTHING_TO_OWE)].sort()).toEqual([...names].sort())
    const answers = await madang.application.rpc.callEach(mayLeave, { memberId: 'mem_nobody' })
    expect(answers).toEqual(declared.map(() => ({ obligations: [] })))
  })

  const isMayLeave = ({ type }: { readonly type: string }) => type.endsWith(`.${mayLeave.name}`)
})

describe('leaving while an order is placed', () => {
  test('leaves nobody with a paid order and no address, whoever is first', async () => {
    for (let round = 0; round < 12; round += 1) {
      const member = await madang.register()
      const body = { items: [{ productId: 'cup', quantity: 1 }], shippingAddress: address }
      const pause = new Promise(resolve => setTimeout(resolve, round % 6))
      const [left, placed] = await Promise.all([
        leave(member),
        pause.then(() => madang.post('/api/orders', body, member.token)),
      ])
      await madang.application.awaitIdle()
      expect([204, 409]).toContain(left.status)
      expect([201, 401]).toContain(placed.status)
      if (placed.status === 401) expect(left.status).toBe(204)
      if (placed.status === 401 || left.status === 409) continue
      const { status } = (await madang.get(`/api/orders/${placed.body.orderId}`, operator.token)).body
      // Both were too fast for each other: nobody can pay for it any more, and it fails by itself.
      expect(status).toBe('awaiting_payment')
      const paying = await madang.post('/api/payments', cardPayment(placed.body.orderId), member.token)
      expect(paying.status).toBe(401)
    }
  })

  test('that came in between keeps them: they stay, log in again, and see the list', async () => {
    const member = await madang.richMember(operator, PRICE)
    const { writer } = madang.application.service('identity')
    const { beginLeaving } = await import('../../services/identity/leaving/commands.ts')
    expect(await writer.run(beginLeaving(member.id), origin(member.id))).toMatchObject({ kind: 'accepted' })
    expect((await madang.get('/api/users/me', member.token)).status).toBe(401)
    // The process died here: the timer brings it to an end.
    madang.clock.advance(60_000)
    await expect
      .poll(async () => (await madang.get(`/api/users/${member.id}`, operator.token)).body.status, { timeout: 5_000 })
      .toBe('active')
    const again = await madang.logIn(member)
    expect((await leave(again)).body).toMatchObject({ code: 'balance_not_zero' })
  })

  test('that was cut off by a crash is brought to its end, if nothing is in the way', async () => {
    const member = await madang.register()
    const { writer } = madang.application.service('identity')
    const { beginLeaving } = await import('../../services/identity/leaving/commands.ts')
    await writer.run(beginLeaving(member.id), origin(member.id))
    madang.clock.advance(60_000)
    await expect
      .poll(async () => (await madang.get(`/api/users/${member.id}`, operator.token)).body.status, { timeout: 5_000 })
      .toBe('forgotten')
  })
})
