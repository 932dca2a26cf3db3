/** A small world behind the public API: people of every role, and one of everything that can belong to one of them. */
import { expect } from 'vitest'
import { accept } from '../../platform/kit/command.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { openTask, taskKey } from '../../platform/service/task.ts'
import { origin } from '../harness/application.ts'
import { png } from '../harness/images.ts'
import { type Member, openTestPlatform, PASSWORD, type TestPlatform } from '../harness/platform.ts'
import { type Operation, thingsIn } from './operations.ts'
import { send } from './send.ts'

const address = { street: '비밀의 정원로 77', city: '서울', zipCode: '04524' }
const otherAddress = { street: '마당로 1', city: '부산', zipCode: '48058' }
const card = { cardNumber: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 2030, cvv: '123' }
const wait = { prefer: 'wait=5' }

/** What an order of one bag of coffee costs. */
export const PRICE = 15_000
const REGION = 'seoul'
const CATEGORY = 'cups'
const REMARK = '민지의 생일 선물'
const MINJI = '황보민지'
export const MONEY = 500_000
export const PUBLIC_PRODUCT = 'coffee'

export interface Person extends Member {
  readonly roles: readonly string[]
  /** An order of `PRICE` that waits for its payment. */
  readonly awaitingOrder: string
  /** What an operator posted to the wallet. */
  readonly deposit: string
}

export interface World {
  readonly madang: TestPlatform
  /** Owns one of everything, also a shop. */
  readonly minji: Person
  readonly customer: Person
  /** A merchant who has nothing to do with Minji. */
  readonly merchant: Person
  readonly operator: Person
  /** Minji's things by the word that stands before their id in a path; the first of each is in the way least. */
  readonly things: Readonly<Record<string, readonly string[]>>
  /** What must never be in an answer to somebody else: Minji's ids, and what is personal. */
  readonly secrets: readonly string[]
}

export async function openWorld(): Promise<World> {
  const madang = await openTestPlatform()
  const operator = await madang.operator()
  await madang.addProduct({ productId: PUBLIC_PRODUCT, price: PRICE, stock: 10_000 })
  const [minji, customer, merchant, friend] = await Promise.all([
    person(madang, operator, ['customer', 'merchant'], MINJI),
    person(madang, operator, ['customer']),
    person(madang, operator, ['customer', 'merchant']),
    madang.register('친구'),
  ])
  const people = {
    minji,
    customer,
    merchant,
    operator: { ...operator, roles: ['customer', 'operator'], awaitingOrder: '', deposit: '' },
  }
  const bank = await atBank(madang, operator, minji)
  const shop = await shopOf(madang, operator, minji, friend)
  const own = await thingsOf(madang, minji, friend)
  const session = sessionIn((await madang.logIn(minji)).token)
  await madang.application.awaitIdle()
  const { orders, topUps, withdrawals, remittances } = own
  const payments = [...own.payments, shop.payment]
  const crossings = [...topUps, ...withdrawals, ...remittances]
  const sagas = await sagasOf(madang, operator, orders, payments, crossings, [bank.transfer, shop.settlement])
  const account = `wallet:${minji.id}:KRW`
  const task = await taskAbout(madang, own.payments[0] ?? '')
  const { body: notices } = await madang.get('/api/notifications', minji.token)
  const text = { ko: '내일은 쉬어요.', en: 'We are closed tomorrow.', scope: 'all' }
  const { body: announcement } = await madang.post('/api/notifications/announcements', text, operator.token)
  const things = {
    announcements: [announcement.id],
    notifications: notices.items.map(({ id }: { id: string }) => id).slice(0, 2),
    users: [minji.id],
    cart: [minji.id],
    items: [PUBLIC_PRODUCT],
    orders: own.orders,
    payments,
    franchises: [shop.franchise],
    settlements: [shop.settlement],
    products: [own.product],
    pictures: [own.picture],
    sellers: [minji.id],
    accounts: [account, bank.account],
    transfers: [bank.transfer],
    'banking/accounts': [bank.account],
    'money/transfers': own.transfers,
    deposits: [minji.deposit],
    transactions: own.transfers,
    history: own.orders,
    stock: ['1'],
    'top-ups': own.topUps,
    withdrawals: own.withdrawals,
    regions: [REGION],
    categories: [CATEGORY],
    remittances: own.remittances,
    sagas,
    tasks: [task],
    action: ['close'],
    trace: [own.trace],
    sessions: [session],
  }
  const ids = [
    minji.id,
    own.product,
    account,
    bank.account,
    bank.accountNumber,
    bank.transfer,
    ...own.orders,
    ...own.payments,
    shop.payment,
    shop.settlement,
    shop.contact,
    ...own.payments,
    ...own.transfers,
    minji.deposit,
    ...own.topUps,
    ...own.withdrawals,
    ...own.remittances,
    ...things.notifications,
    ...sagas,
    session,
  ]
  return { madang, ...people, things, secrets: [...ids, REMARK, MINJI, minji.email, address.street] }
}

/** The log-in that an access token belongs to. */
const sessionIn = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid

/** The ids of Minji's own for the operation's path, escaped; one set for each of her things of that kind. */
export function allPathValuesIn({ things }: World, operation: Operation): Record<string, string>[] {
  const kinds = thingsIn(operation).map(({ thing, ofService, name }) => {
    const ids = things[ofService] ?? things[thing]
    if (ids === undefined) throw new Error(`test/edge/world.ts makes no ${thing}, and ${operation.title} is about one`)
    return { name, ids }
  })
  return Array.from({ length: Math.max(1, ...kinds.map(({ ids }) => ids.length)) }, (_, index) =>
    Object.fromEntries(kinds.map(({ name, ids }) => [name, encodeURIComponent(ids[index] ?? ids[0]!)])),
  )
}

export const pathValuesIn = (world: World, operation: Operation): Record<string, string> =>
  allPathValuesIn(world, operation)[0]!

/** Somebody who may call it, so that what they send is what is wrong. */
export const callerOf = ({ minji, operator }: World, { roles }: Operation): Person =>
  roles.includes('operator') ? operator : minji

export const tokenFor = (world: World, operation: Operation): string | undefined =>
  operation.open ? undefined : callerOf(world, operation).token

export async function person(
  madang: TestPlatform,
  operator: Member,
  roles: string[],
  name = '남궁민수',
): Promise<Person> {
  const member = await madang.register(name)
  await madang.application.awaitIdle()
  const set = await madang.ask('PUT', `/api/users/${member.id}/roles`, { token: operator.token, body: { roles } })
  expect(set.status).toBe(200)
  const deposit = await madang.post('/api/money/deposits', { userId: member.id, amount: MONEY }, operator.token)
  expect(deposit.status).toBe(201)
  // The roles are in the token, so a new one is needed.
  const { body } = await madang.post('/api/users/login', { email: member.email, password: PASSWORD })
  const { token, refreshToken } = body
  const shippingAddress = name === MINJI ? address : otherAddress
  const awaitingOrder = (await orderOf(madang, token, { shippingAddress })).orderId
  return { ...member, token, refreshToken, roles, awaitingOrder, deposit: deposit.body.id }
}

async function orderOf(madang: TestPlatform, token: string, more: object, headers: Record<string, string> = {}) {
  const body = { items: [{ productId: PUBLIC_PRODUCT, quantity: 1 }], shippingAddress: address, ...more }
  const placed = await madang.post('/api/orders', body, token, { ...wait, ...headers })
  expect(placed.status).toBe(201)
  return placed.body
}

/** Makes one of everything that a member can have. */
async function thingsOf(madang: TestPlatform, minji: Person, friend: Member) {
  const { token } = minji
  const post = async (path: string, body: object, status: number) => {
    const answer = await madang.post(path, body, token, wait)
    expect([path, answer.status]).toEqual([path, status])
    return answer.body
  }
  const trace = 'what-minji-did'
  await madang.ask('PATCH', '/api/users/me', { token, body: { address, phone: '010-1234-5678', region: REGION } })
  const product = await post('/api/products', { name: '민지의 잔', price: 9_000, category: CATEGORY, stock: 5 }, 201)
  const set = await send(
    madang,
    { method: 'PUT' },
    { url: `/api/products/${product.id}/picture`, what: '', text: png(2, 1), token },
  )
  expect(set.status).toBe(200)
  const picture: string = JSON.parse(set.text).picture.url.split('/').at(-1)
  await madang.ask('PUT', '/api/sellers/me', { token, body: { name: '민지네' } })
  const byWallet = await orderOf(madang, token, { paymentMethod: 'wallet' }, { 'x-correlation-id': trace })
  expect(byWallet.status).toBe('confirmed')
  const { orderId } = await orderOf(madang, token, {})
  const pay = { orderId, amount: PRICE, paymentMethod: 'credit_card', cardDetails: card }
  const byCard = await post('/api/payments', pay, 201)
  expect(byCard.status).toBe('approved')
  const transfer = await post('/api/money/transfers', { to: friend.id, amount: 1_000, memo: '점심' }, 201)
  const topUp = await madang.post('/api/money/top-ups', { amount: 5_000 }, token)
  const withdrawal = await madang.post('/api/money/withdrawals', { amount: 2_000 }, token)
  const remittance = await post('/api/remittances', { to: { userId: friend.id }, amount: 3_000, memo: REMARK }, 201)
  expect(remittance.status).toBe('succeeded')
  expect([topUp.status, withdrawal.status]).toEqual([201, 201])
  await post('/api/cart/add', { productId: PUBLIC_PRODUCT, quantity: 2 }, 200)
  await madang.application.awaitIdle()
  const payments = (await madang.get('/api/payments', token)).body.items.map(({ id }: { id: string }) => id)
  expect(payments).toHaveLength(2)
  const orders = [minji.awaitingOrder, byWallet.orderId, orderId]
  const [topUps, withdrawals] = [[topUp.body.id], [withdrawal.body.id]]
  const remittances = [remittance.id]
  return {
    trace,
    product: product.id,
    picture,
    orders,
    payments,
    transfers: [transfer.id],
    topUps,
    withdrawals,
    remittances,
  }
}

/** Minji's franchise, where a friend has paid, and what it was paid out. */
async function shopOf(madang: TestPlatform, operator: Member, minji: Person, friend: Member) {
  const contact = '051-765-4321'
  const bankAccount = await madang.openBankAccount(0)
  const body = { name: '마당 비밀점', contact, bankAccount }
  const franchise = await madang.post('/api/franchises', body, minji.token)
  expect(franchise.status).toBe(201)
  await madang.application.awaitIdle()
  const pay = { franchiseId: franchise.body.id, amount: PRICE, paymentMethod: 'wallet' }
  await madang.post('/api/money/deposits', { userId: friend.id, amount: PRICE }, operator.token)
  const payment = await madang.post('/api/payments', pay, friend.token, wait)
  expect([payment.status, payment.body.status]).toEqual([201, 'approved'])
  await madang.application.awaitIdle()
  const businessDate = businessDateOf(madang.clock.now())
  const run = await madang.post('/api/settlements/run', { businessDate }, operator.token, wait)
  expect(run.body).toMatchObject({ started: 1, paid: 1 })
  const { body: settled } = await madang.get('/api/settlements', minji.token)
  return { franchise: franchise.body.id, payment: payment.body.id, settlement: settled.items[0].id, contact }
}

/** Minji's linked account, and a transfer from it. */
async function atBank(madang: TestPlatform, operator: Member, minji: Person) {
  const { accountId: account, accountNumber } = await madang.linkBankAccount(minji, MONEY)
  const order = { accountId: account, direction: 'in', amount: PRICE }
  const { status, body } = await madang.post('/api/banking/transfers', order, operator.token, wait)
  expect([status, body.status]).toEqual([201, 'completed'])
  return { account, accountNumber, transfer: body.id as string }
}

/** A task about Minji's payment. */
export async function taskAbout(madang: TestPlatform, paymentId: string, taskId = 'tsk_of-minji'): Promise<string> {
  const opening = { taskId, why: 'refund_declined', about: [paymentId], amount: PRICE, currency: 'KRW' }
  const facts = { paymentId, paidFor: 'her order' }
  const opened = await madang.application.service('payments').writer.run(
    {
      type: 'test.open-task',
      keys: [taskKey(taskId)],
      decide: states => accept(openTask(states, { kind: 'refund-failed' }, { ...opening, facts })),
    },
    origin('system:test'),
  )
  expect(opened.kind).toBe('accepted')
  return `payments.task.${taskId}`
}

async function sagasOf(madang: TestPlatform, operator: Member, ...ids: string[][]): Promise<string[]> {
  const own = ids.flat()
  const found = await Promise.all(
    ['orders', 'payments', 'money', 'banking', 'settlements', 'remittance'].flatMap(service =>
      ['done', 'running'].map(status =>
        madang.get(`/api/operations/${service}/sagas?status=${status}&limit=100`, operator.token),
      ),
    ),
  )
  const sagas: string[] = found.flatMap(({ body }) => body.items.map(({ id }: { id: string }) => id))
  return sagas.filter(saga => own.some(id => saga.includes(id)))
}
