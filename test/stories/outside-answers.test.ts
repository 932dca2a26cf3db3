/** What the card processor answers when it does not simply say yes or no, and keys that are somebody else's. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemPorts } from '../../platform/ports/ports.ts'
import { type PspSimulator, startPspSimulator } from '../../simulators/psp/server.ts'
import { type Answer, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let psp: PspSimulator
let operator: Member
let minji: Member
let stranger: Member

const PRICE = 12_000
const SECRET = 'test_sk_answers'
const wait = { prefer: 'wait=10' }
const card = { cardNumber: '4242424242424242', expiryMonth: 12, expiryYear: 2030, cvv: '987' }

beforeAll(async () => {
  psp = await startPspSimulator({ ports: systemPorts(), port: 0, secretKey: SECRET })
  const env = { PSP_URL: psp.url, PSP_SECRET_KEY: SECRET, PSP_ANSWER_LIMIT_MS: '300' }
  madang = await openTestPlatform({ env })
  operator = await madang.operator()
  await madang.addProduct({ productId: 'cup', price: PRICE, stock: 10_000 })
  minji = await madang.register('김민지')
  stranger = await madang.register('나그네')
})
afterEach(() => fetch(`${psp.url}/simulator/behaviours`, { method: 'DELETE' }))
afterAll(async () => {
  await madang.close()
  await psp.stop()
})

async function order(member = minji): Promise<string> {
  const items = [{ productId: 'cup', quantity: 1 }]
  const shippingAddress = { street: '마당로 1', city: '서울', zipCode: '04524' }
  const { body } = await madang.post('/api/orders', { items, shippingAddress }, member.token, wait)
  expect(body.status).toBe('awaiting_payment')
  return body.orderId
}

function pay(orderId: string, more: object, { member = minji, headers = {} } = {}): Promise<Answer> {
  const body = { orderId, amount: PRICE, paymentMethod: 'credit_card', ...more }
  return madang.post('/api/payments', body, member.token, { ...wait, ...headers })
}

const statusOf = async (orderId: string, { token } = minji) =>
  (await madang.get(`/api/orders/${orderId}`, token)).body.status

async function simulator(path: string, body?: unknown): Promise<any> {
  const answer = await fetch(`${psp.url}/simulator/${path}`, {
    method: body ? 'POST' : 'GET',
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  return answer.status === 204 ? null : answer.json()
}

const behave = (operation: string, kind: string, more: object = {}) =>
  simulator('behaviours', { match: { operation }, kind, ...more })

/** The charges of an order: by its own number in the window, by its payments' elsewhere. */
async function chargesOf(orderId: string): Promise<number> {
  const { body } = await madang.get(`/api/payments?orderId=${orderId}`, minji.token)
  const numbers = [orderId, ...body.items.map(({ id }: { id: string }) => id)]
  const { movements } = await simulator('statement')
  return movements.filter((move: any) => move.kind === 'charge' && numbers.includes(move.orderId)).length
}

const WAYS = {
  charge: async () => ({ cardDetails: card }),
  confirm: async (orderId: string) => ({
    paymentKey: (await simulator('payments', { amount: PRICE, orderId })).paymentKey,
  }),
} as const
const ways = Object.keys(WAYS) as (keyof typeof WAYS)[]

async function expectPaidOnce(orderId: string): Promise<void> {
  await madang.application.awaitIdle()
  expect(await statusOf(orderId)).toBe('confirmed')
  expect(await chargesOf(orderId)).toBe(1)
}

describe.each(ways)('a %s', way => {
  test('that takes longer than we wait, and is still under way when it is repeated, is charged once', async () => {
    const orderId = await order()
    const means = await WAYS[way](orderId)
    await behave(way, 'delay_ms', { delay_ms: 1_500 })
    expect((await pay(orderId, means)).body).toMatchObject({ status: 'approved' })
    await expectPaidOnce(orderId)
  })

  test.each([
    [400, 'PROVIDER_ERROR'],
    [400, 'NEVER_HEARD_OF'],
    [403, ''],
    [403, 'FORBIDDEN_CONSECUTIVE_REQUEST'],
    [404, ''],
    [408, ''],
    [409, 'IDEMPOTENT_REQUEST_PROCESSING'],
    [418, ''],
    [422, 'NEVER_HEARD_OF'],
    [500, 'UNKNOWN_PAYMENT_ERROR'],
    [502, ''],
    // A no under another status than the one it has may be anybody's.
    [503, 'REJECT_CARD_PAYMENT'],
  ])('answered %i %s once is paid, whether that had been charged or not', async (status, code) => {
    for (const kind of ['answer', 'answer_after_charging']) {
      const orderId = await order()
      const means = await WAYS[way](orderId)
      await behave(way, kind, { status, code })
      expect((await pay(orderId, means)).body).toMatchObject({ status: 'approved' })
      await expectPaidOnce(orderId)
    }
  })

  test.each([
    [401, 'UNAUTHORIZED_KEY'],
    [401, ''],
    [403, 'FORBIDDEN_REQUEST'],
    [403, 'INCORRECT_BASIC_AUTH_FORMAT'],
    [429, ''],
  ])('answered %i %s is a 503, and the order can be paid afterwards, also under the same key', async (status, code) => {
    const orderId = await order()
    const means = await WAYS[way](orderId)
    await behave(way, 'answer', { status, code, times: 2 })
    const headers = { 'idempotency-key': `"${orderId}"` }
    const answer = await pay(orderId, means, { headers })
    expect(answer).toMatchObject({ status: 503, body: { code: 'psp_unavailable' } })
    expect(answer.headers['retry-after']).toBeDefined()
    expect(await pay(orderId, means, { headers })).toMatchObject({ status: 503 })
    expect(await statusOf(orderId)).toBe('awaiting_payment')
    const paid = await pay(orderId, means, { headers })
    expect(paid.body).toMatchObject({ status: 'approved' })
    expect((await pay(orderId, means, { headers })).text).toBe(paid.text)
    await expectPaidOnce(orderId)
    const { body } = await madang.get(`/api/payments?orderId=${orderId}`, minji.token)
    expect(body.items.map((payment: any) => payment.status)).toEqual(['approved', 'voided', 'voided'])
  })

  test.each([
    [403, 'REJECT_CARD_PAYMENT'],
    [403, 'FDS_ERROR'],
    [400, 'INVALID_CARD_LOST_OR_STOLEN'],
  ])('answered %i %s is declined', async (status, code) => {
    const orderId = await order()
    const means = await WAYS[way](orderId)
    await behave(way, 'answer', { status, code })
    expect((await pay(orderId, means)).body).toMatchObject({ status: 'declined', reason: 'payment_declined' })
    expect(await chargesOf(orderId)).toBe(0)
  })

  test('turned away after a try that nobody knows the end of is asked about, not given up', async () => {
    const orderId = await order()
    const means = await WAYS[way](orderId)
    await behave(way, 'timeout_before')
    await behave(way, 'answer', { status: 429, times: 2 })
    expect((await pay(orderId, means)).body).toMatchObject({ status: 'approved' })
    await expectPaidOnce(orderId)
  })
})

test.each([401, 403, 408, 409, 429, 500, 503])('a card whose exchange is answered %i is not refused', async status => {
  const orderId = await order()
  await behave('authorize', 'answer', { status })
  expect(await pay(orderId, { cardDetails: card })).toMatchObject({ status: 503, body: { code: 'psp_unavailable' } })
  expect((await pay(orderId, { cardDetails: card })).body).toMatchObject({ status: 'approved' })
})

test.each([401, 403, 408, 429, 500])(
  'a refund answered %i once, whether done or not, is given back once',
  async status => {
    // Who turns us away has not looked at it.
    for (const kind of [401, 429].includes(status) ? ['answer'] : ['answer', 'answer_after_charging']) {
      const { body } = await pay(await order(), { cardDetails: card })
      await behave('cancel', kind, { status })
      const refund = () => madang.post(`/api/payments/${body.id}/cancel`, { reason: '불량' }, operator.token, wait)
      await refund()
      if ((await madang.get(`/api/payments/${body.id}`, operator.token)).body.status !== 'refunded') await refund()
      expect((await madang.get(`/api/payments/${body.id}`, operator.token)).body).toMatchObject({ refunded: PRICE })
      const { movements } = await simulator('statement')
      expect(movements.filter((move: any) => move.kind === 'cancel' && move.orderId === body.id)).toHaveLength(1)
    }
  },
)

describe('a paymentKey', () => {
  const windowOf = (orderId: string, amount = PRICE) => simulator('payments', { amount, orderId })

  test('of another order is refused, leaves no mark, and pays its own order afterwards', async () => {
    const [mine, theirs] = [await order(), await order(stranger)]
    const { paymentKey } = await windowOf(mine)
    const foreign = { status: 422, body: { code: 'payment_key_foreign' } }
    expect(await pay(theirs, { paymentKey }, { member: stranger })).toMatchObject(foreign)
    expect(await pay(mine, { paymentKey }, { member: stranger })).toMatchObject({ status: 404 })
    expect(await statusOf(theirs, stranger)).toBe('awaiting_payment')
    expect((await madang.get(`/api/payments?orderId=${theirs}`, stranger.token)).body.items).toEqual([])
    const paid = await pay(mine, { paymentKey })
    expect(paid.body).toMatchObject({ status: 'approved' })
    expect((await pay(mine, { paymentKey })).body).toEqual(paid.body)
    expect(await pay(theirs, { paymentKey }, { member: stranger })).toMatchObject(foreign)
    const own = await windowOf(theirs)
    const answer = await pay(theirs, { paymentKey: own.paymentKey }, { member: stranger })
    expect(answer.body).toMatchObject({ status: 'approved' })
    await expectPaidOnce(mine)
  })

  test('that nobody has, of another amount, or of a second window is refused, and the order can be paid', async () => {
    const orderId = await order()
    const foreign = { status: 422, body: { code: 'payment_key_foreign' } }
    expect(await pay(orderId, { paymentKey: 'psp_nobody' })).toMatchObject(foreign)
    const { paymentKey: less } = await windowOf(orderId, PRICE - 1)
    expect(await pay(orderId, { paymentKey: less })).toMatchObject({ status: 422, body: { code: 'amount_mismatch' } })
    const [first, second] = [await windowOf(orderId), await windowOf(orderId)]
    const answers = await Promise.all([first, second].map(({ paymentKey }) => pay(orderId, { paymentKey })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    await expectPaidOnce(orderId)
  })

  test.each(['..', '../../v1', 'a/b', 'a?b', '\ud800', 'a b', '', 'x'.repeat(201)])('%j is none', async paymentKey => {
    const orderId = await order()
    expect(await pay(orderId, { paymentKey })).toMatchObject({ status: 400 })
    expect(await pay(orderId, { cardToken: paymentKey })).toMatchObject({ status: 400 })
  })
})

test('payments are listed with the newest first, however they were made', async () => {
  const member = await madang.richMember(operator, 10 * PRICE)
  const made: string[] = []
  for (const way of ['card', 'window', 'wallet', 'window', 'card', 'window', 'wallet', 'window']) {
    const orderId = await order(member)
    const { paymentKey } = await simulator('payments', { amount: PRICE, orderId })
    const means = { card: { cardDetails: card }, window: { paymentKey }, wallet: { paymentMethod: 'wallet' } }[way]
    made.unshift((await pay(orderId, means ?? {}, { member })).body.id)
  }
  const listed: string[] = []
  let cursor = ''
  do {
    const { body } = await madang.get(`/api/payments?limit=3${cursor}`, member.token)
    listed.push(...body.items.map(({ id }: { id: string }) => id))
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : ''
  } while (cursor !== '')
  expect(listed).toEqual(made)
})

test('and after all that the books are sound', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
})
