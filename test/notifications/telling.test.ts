import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NOTIFICATIONS_DEFAULT, profileChanged } from '../../contracts/identity.ts'
import { accept } from '../../platform/kit/command.ts'
import { inboxKey, sourceOf } from '../../services/notifications/inbox/inbox.ts'
import { hasSource } from '../../services/notifications/inbox/sources.ts'
import { moneyTemplates } from '../../services/notifications/templates/feature.ts'
import { origin } from '../harness/application.ts'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { merchantOf, paid, registerFranchise } from '../harness/shop.ts'
import { deposit, failedSettlement, tellMember } from './notices.ts'

let madang: TestPlatform
let operator: Member

const PRICE = 12_000
const address = { street: '비밀의 정원로 77', city: '서울', zipCode: '04524' }
const wait = { prefer: 'wait=5' }

beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  await madang.addProduct({ productId: 'cup', price: PRICE, stock: 50 })
})
afterAll(async () => {
  expect(await madang.differences()).toEqual([])
  await madang.close()
})

/** What a member was told, oldest first, in a language. */
async function told({ token }: Member, language = 'ko'): Promise<string[]> {
  await madang.application.awaitIdle()
  const headers = { 'accept-language': language }
  const { body } = await madang.ask('GET', '/api/notifications?after=0', { token, headers })
  return body.items.map(({ text }: { text: string }) => text)
}

async function order({ token }: Member, more: object = {}) {
  const body = {
    items: [{ productId: 'cup', quantity: 1 }],
    shippingAddress: address,
    paymentMethod: 'wallet',
    ...more,
  }
  return (await madang.post('/api/orders', body, token, wait)).body
}

describe('what members are told', () => {
  test('of an order: that it is confirmed, on its way, there; or why not', async () => {
    const member = await madang.richMember(operator, PRICE)
    const { orderId, number } = await order(member)
    for (const verb of ['ship', 'deliver'])
      expect((await madang.post(`/api/orders/${orderId}/${verb}`, undefined, operator.token)).status).toBe(200)
    await order(member)
    await order(member, { items: [{ productId: 'cup', quantity: 99 }] })
    expect(await told(member)).toEqual([
      '지갑에 12,000원이 들어왔어요.',
      `주문 ${number}의 결제를 확인했어요. 곧 준비할게요.`,
      `주문 ${number} 상품이 출발했어요.`,
      `주문 ${number} 상품이 도착했어요.`,
      '지갑 잔액이 부족해서 주문하지 못했어요. 충전한 뒤 다시 주문해 주세요.',
      '재고가 모자라서 주문하지 못했어요. 수량을 줄이거나 다른 상품을 골라 주세요.',
    ])
    const { body } = await madang.get('/api/notifications?category=orders', member.token)
    expect(body.items.at(-1)).toMatchObject({ link: `/shop/orders/${orderId}`, action: false, readAt: null })
  })

  test('of an order that is taken back, and its refund', async () => {
    const member = await madang.richMember(operator, PRICE)
    const { orderId, number } = await order(member)
    await madang.post(`/api/orders/${orderId}/cancel`, { reason: '마음이 바뀜' }, member.token, wait)
    expect((await told(member, 'en')).slice(2).sort()).toEqual(
      [`Order ${number} is cancelled. What you paid has been refunded.`, '₩12,000 has been refunded.'].sort(),
    )
  })

  test('of money that came, with the masked name of who sent it, and of a sender who has left', async () => {
    const [payer, payee] = [await madang.richMember(operator, 5_000), await madang.register()]
    await madang.application.awaitIdle()
    await madang.post('/api/money/transfers', { to: payee.id, amount: 2_000, memo: '비밀 메모' }, payer.token)
    await madang.post('/api/remittances', { to: { userId: payee.id }, amount: 3_000 }, payer.token, wait)
    expect(await told(payee)).toEqual(['홍*동님이 2,000원을 보냈어요.', '홍*동님이 3,000원을 송금했어요.'])
    expect((await madang.ask('DELETE', '/api/users/me', { token: payer.token })).status).toBe(204)
    expect(await told(payee, 'en')).toEqual(['A former member sent you ₩2,000.', 'A former member sent you ₩3,000.'])
  })

  test('of many transfers that come at once in one message, once', async () => {
    const [payer, payee] = [await madang.register(), await madang.register()]
    const transfers = Array.from({ length: 6 }, (_, nth) =>
      moneyTemplates.transferReceived.notice(
        { transferId: `trf_${nth}`, from: payer.id, amount: 1_000, currency: 'KRW' },
        { sourceId: `evt_of_many_${nth}` },
      ),
    )
    await tellMember(madang, payee.id, transfers)
    expect(await told(payee)).toEqual(['6건의 송금으로 6,000원을 받았어요.'])
    // Read from its tables, the inbox knows each of them.
    const head = await madang.application.service('notifications').writer.head(inboxKey(payee.id))
    const known = transfers.map(notice => head && hasSource(head.state.sources, sourceOf(notice)))
    expect(known).toEqual(transfers.map(() => true))
    for (const transfer of transfers) await tellMember(madang, payee.id, [transfer])
    expect(await told(payee)).toHaveLength(1)
  })

  test('of a top-up and a withdrawal that the bank refused', async () => {
    const member = await madang.richMember(operator, 5_000)
    await madang.linkBankAccount(member, 1_000)
    await madang.post('/api/money/top-ups', { amount: 50_000 }, member.token, wait)
    const [, failed] = await told(member)
    expect(failed).toMatch(/^50,000원을 충전하지 못했어요\. .+/)
  })

  test('of a settlement, by the name of the shop', async () => {
    const merchant = await merchantOf(madang, operator)
    const { id: shop } = await registerFranchise(madang, { merchant, operator, name: '마당 부산점', feeBp: 250 })
    const customer = await madang.richMember(operator, 20_000)
    await paid(madang, customer, shop, 20_000)
    await madang.application.awaitIdle()
    const businessDate = Temporal.Now.plainDateISO('Asia/Seoul').toString()
    await madang.post('/api/settlements/run', { businessDate }, operator.token, wait)
    const [text] = await told(merchant, 'en')
    expect(text).toMatch(/^₩19,500 for 마당 부산점 of \w+ \d+ has been paid out\.$/)
  })
})

describe('ntf.preferences', () => {
  const change = (member: Member, notifications: object) =>
    madang.ask('PATCH', '/api/users/me', { token: member.token, body: { notifications } })

  test('what is switched off is not stored, what asks for an action is', async () => {
    const member = await madang.register()
    const { body } = await change(member, { money: false, settlements: false, announcements: false })
    expect(body.notifications).toEqual({
      ...NOTIFICATIONS_DEFAULT,
      money: false,
      settlements: false,
      announcements: false,
    })
    await madang.application.awaitIdle()
    await tellMember(madang, member.id, [deposit(), failedSettlement()])
    expect(await told(member, 'en')).toEqual([expect.stringContaining('could not be paid out')])

    const announce = (important: boolean) =>
      madang.post(
        '/api/notifications/announcements',
        { ko: '공지', en: `Important: ${important}`, scope: 'all', important },
        operator.token,
      )
    await announce(false)
    await announce(true)
    await expect.poll(() => told(member, 'en')).toEqual([expect.anything(), 'Important: true'])

    await change(member, { money: true })
    await madang.application.awaitIdle()
    await tellMember(madang, member.id, [deposit()])
    expect(await told(member)).toHaveLength(3)
  })

  test('members of before have the new choices, as by default', async () => {
    const member = await madang.register()
    const { writer } = madang.application.service('identity')
    // As it was written before there were more than four.
    const notifications = { orders: false, money: true, settlements: true, marketing: false }
    const old = profileChanged.of(`member:${member.id}`, { memberId: member.id, notifications, sealed: {} })
    const command = { type: 'test.old', keys: [old.stream], decide: () => accept([old]) }
    await writer.run(command, origin(member.id))
    const { body } = await madang.get('/api/users/me', member.token)
    expect(body.notifications).toEqual({ ...NOTIFICATIONS_DEFAULT, orders: false })
    await change(member, { leave: false })
    expect((await madang.get('/api/users/me', member.token)).body.notifications).toEqual({
      ...NOTIFICATIONS_DEFAULT,
      orders: false,
      leave: false,
    })
  })

  test('a text is in the language that is asked for, otherwise in the member’s', async () => {
    const member = await madang.register()
    await tellMember(madang, member.id, [deposit()])
    const own = async () => (await madang.get('/api/notifications', member.token)).body.items[0].text
    await madang.ask('PATCH', '/api/users/me', { token: member.token, body: { language: 'ko' } })
    await madang.application.awaitIdle()
    expect(await own()).toBe('지갑에 1,000원이 들어왔어요.')
    await madang.ask('PATCH', '/api/users/me', { token: member.token, body: { language: 'en' } })
    await madang.application.awaitIdle()
    expect(await own()).toBe('₩1,000 has arrived in your wallet.')
    expect(await told(member, 'ko')).toEqual(['지갑에 1,000원이 들어왔어요.'])
  })
})

describe('an announcement', () => {
  const announce = (body: object, { token } = operator) => madang.post('/api/notifications/announcements', body, token)

  test('is made by operators and hr, in both languages, for everybody', async () => {
    const member = await madang.register()
    const text = { ko: '내일은 쉬어요.', en: 'We are closed tomorrow.', scope: 'all' }
    expect(await announce(text, member)).toMatchObject({ status: 403 })
    expect(await announce({ ...text, en: ' ' })).toMatchObject({ status: 422, body: { code: 'text_missing' } })
    expect(await announce({ ...text, scope: ['dep_1'] })).toMatchObject({
      status: 422,
      body: { code: 'department_unknown', departments: ['dep_1'] },
    })
    const made = await announce(text)
    expect(made).toMatchObject({ status: 201, body: { text: text.en, scope: 'all', important: false } })
    await expect.poll(() => told(member)).toEqual([text.ko])
    const { body } = await madang.get('/api/notifications/announcements', member.token)
    expect(body.items[0]).toMatchObject({ id: made.body.id, ko: text.ko, en: text.en, done: true })
  })
})

test('ntf.text: no stored row has a name, an address or a text that somebody wrote', async () => {
  await madang.application.awaitIdle()
  const client = new pg.Client({ connectionString: madang.databaseUrl })
  await client.connect()
  const { rows } = await client.query(
    `select row_to_json(m)::text as row from notifications.messages m
     union all select data::text from notifications.events where type like 'notifications.message%' or type like '%inbox%'`,
  )
  await client.end()
  expect(rows.length).toBeGreaterThan(40)
  const written = ['홍길동', '홍*동', address.street, '비밀 메모', '마음이 바뀜', '부산점', '내일은', 'closed tomorrow']
  for (const text of written) expect(rows.filter(({ row }) => row.includes(text))).toEqual([])
  // Ids, amounts, dates, codes and paths: no blank, and no letter of Korean.
  const params = rows.flatMap(({ row }) => Object.values(JSON.parse(row).params ?? {}))
  expect(params.filter(value => typeof value === 'string' && !/^[\w-]*$/.test(value))).toEqual([])
})

test('who leaves takes the inbox along, and is told nothing any more', async () => {
  const member = await madang.register()
  await tellMember(madang, member.id, [deposit()])
  await madang.application.awaitIdle()
  expect((await madang.ask('DELETE', '/api/users/me', { token: member.token })).status).toBe(204)
  await madang.application.awaitIdle()
  await tellMember(madang, member.id, [deposit()])
  const { read } = madang.application.service('notifications')
  const { rows } = await read.query('select 1 from messages where member_id = $1', [member.id])
  expect(rows).toEqual([])
})
