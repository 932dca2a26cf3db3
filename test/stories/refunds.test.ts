/** Refunds, what the processor cancels by itself, and the order: they agree, or a person has a task that ends it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { businessDateOf, daysAfter } from '../../platform/ports/business-date.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import { type PspSimulator, startPspSimulator } from '../../simulators/psp/server.ts'
import { signWebhook } from '../../simulators/psp/webhooks.ts'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let psp: PspSimulator
let operator: Member
let second: Member
let minji: Member

const PRICE = 12_000
const SECRET = 'test_sk_refunds'
const WEBHOOK_SECRET = 'webhooks of the refunds'
const wait = { prefer: 'wait=5' }
const address = { street: '마당로 1', city: '서울', zipCode: '04524' }
const card = { cardNumber: '4242424242424242', expiryMonth: 12, expiryYear: 2030, cvv: '987' }

beforeAll(async () => {
  psp = await startPspSimulator({ ports: systemPorts(), port: 0, secretKey: SECRET })
  madang = await openTestPlatform({
    env: { PSP_URL: psp.url, PSP_SECRET_KEY: SECRET, PSP_WEBHOOK_SECRET: WEBHOOK_SECRET, PSP_ANSWER_LIMIT_MS: '300' },
  })
  operator = await madang.operator()
  second = await madang.operator()
  await madang.addProduct({ productId: 'cup', price: PRICE, stock: 1_000 })
  minji = await madang.richMember(operator, 1_000_000)
})
afterAll(async () => {
  await madang.close()
  await psp.stop()
})

const asSecret = { authorization: `Basic ${Buffer.from(`${SECRET}:`).toString('base64')}` }

async function atProcessor(path: string, body?: object): Promise<any> {
  const answer = await fetch(`${psp.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { ...asSecret, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return answer.status === 204 ? null : answer.json()
}

async function ordered(paymentMethod?: 'wallet'): Promise<string> {
  const order = { items: [{ productId: 'cup', quantity: 1 }], shippingAddress: address }
  const { body } = await madang.post(
    '/api/orders',
    { ...order, ...(paymentMethod && { paymentMethod }) },
    minji.token,
    wait,
  )
  return body.orderId
}

interface Paid {
  readonly orderId: string
  readonly paymentId: string
  readonly paymentKey: string
}

/** An order paid by card. */
async function paidByCard(): Promise<Paid> {
  const orderId = await ordered()
  const body = { orderId, amount: PRICE, paymentMethod: 'credit_card', cardDetails: card }
  const paid = await madang.post('/api/payments', body, minji.token, wait)
  expect(paid.body).toMatchObject({ status: 'approved' })
  await madang.application.awaitIdle()
  const { movements } = await atProcessor('/simulator/statement')
  const { paymentKey } = movements.find(({ orderId: of }: { orderId: string }) => of === paid.body.id)
  return { orderId, paymentId: paid.body.id, paymentKey }
}

/** In the processor's dashboard, and what it tells us of it. */
async function cancelledAtProcessor({ paymentKey }: Paid, cancelAmount?: number): Promise<void> {
  const cancel = { cancelReason: '가맹점 관리자', ...(cancelAmount && { cancelAmount }) }
  await report(await atProcessor(`/v1/payments/${paymentKey}/cancel`, cancel))
}

let reports = 0
async function report(payment: unknown): Promise<void> {
  const body = JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', data: payment })
  const time = '2026-11-20T12:00:00+09:00'
  const headers = {
    'tosspayments-webhook-transmission-id': `report-${(reports += 1)}`,
    'tosspayments-webhook-transmission-time': time,
    'tosspayments-webhook-signature': signWebhook(WEBHOOK_SECRET, body, time),
  }
  const answer = await madang.ask('POST', '/api/payments/webhooks/toss', { body, headers })
  expect(answer.status).toBe(200)
  await madang.application.awaitIdle()
}

const declines = (code = 'NOT_CANCELABLE_PAYMENT') =>
  atProcessor('/simulator/behaviours', { kind: 'decline', code, match: { operation: 'cancel' } })

const orderOf = async (orderId: string) => (await madang.get(`/api/orders/${orderId}`, minji.token)).body
const paymentOf = async (id: string) => (await madang.get(`/api/payments/${id}`, operator.token)).body
const ship = (orderId: string, verb = 'ship') =>
  madang.post(`/api/orders/${orderId}/${verb}`, undefined, operator.token)
const refund = (id: string, amount?: number) =>
  madang.post(`/api/payments/${id}/cancel`, { reason: '불량', ...(amount && { amount }) }, operator.token, wait)

async function tasks(reference: string) {
  const { body } = await madang.get(`/api/operations/tasks?reference=${reference}`, operator.token)
  return body.items as { id: string; kind: string; why: string; status: string; actions: { action: string }[] }[]
}

async function act(id: string, action: string, by = operator) {
  const answer = await madang.post(`/api/operations/tasks/${id}/${action}`, { reason: '확인함' }, by.token)
  await madang.application.awaitIdle()
  return answer
}

async function onlyTask(reference: string, kind: string): Promise<string> {
  const found = await tasks(reference)
  expect(found.map(task => task.kind)).toEqual([kind])
  return found[0]?.id ?? ''
}

describe('a payment that is cancelled at the processor', () => {
  test('is refunded here too: the order is taken back, cannot ship, and its stock returns', async () => {
    const paid = await paidByCard()
    const before = (await madang.stock('cup')).onHand
    await cancelledAtProcessor(paid)
    expect(await paymentOf(paid.paymentId)).toMatchObject({
      status: 'refunded',
      refunded: PRICE,
      refunds: [{ status: 'done', how: 'by_processor', amount: PRICE }],
    })
    expect(await orderOf(paid.orderId)).toMatchObject({
      status: 'refunded',
      refunded: PRICE,
      reason: 'payment_refunded',
    })
    expect((await ship(paid.orderId)).status).toBe(409)
    expect((await madang.stock('cup')).onHand).toBe(before + 1)
    expect(await tasks(paid.paymentId)).toEqual([])
  })

  test('twice reported is refunded once', async () => {
    const paid = await paidByCard()
    const cancelled = await atProcessor(`/v1/payments/${paid.paymentKey}/cancel`, { cancelReason: '관리자' })
    await Promise.all([report(cancelled), report(cancelled), report(cancelled)])
    expect((await paymentOf(paid.paymentId)).refunds).toHaveLength(1)
  })

  test('in part is refunded in part, and the order still ships', async () => {
    const paid = await paidByCard()
    await cancelledAtProcessor(paid, 5_000)
    expect(await paymentOf(paid.paymentId)).toMatchObject({ status: 'partially_refunded', refunded: 5_000 })
    expect(await orderOf(paid.orderId)).toMatchObject({ status: 'confirmed', refunded: 5_000 })
    expect((await ship(paid.orderId)).status).toBe(200)
  })

  test('after it was shipped is a task, and the order is not delivered', async () => {
    const paid = await paidByCard()
    await ship(paid.orderId)
    const before = (await madang.stock('cup')).onHand
    await cancelledAtProcessor(paid)
    expect(await ship(paid.orderId, 'deliver')).toMatchObject({ status: 409, body: { code: 'order_refunded' } })
    const id = await onlyTask(paid.orderId, 'refunded-after-shipping')
    expect((await act(id, 'goods-returned')).body).toEqual({ status: 'closed' })
    expect(await orderOf(paid.orderId)).toMatchObject({ status: 'refunded' })
    expect((await madang.stock('cup')).onHand).toBe(before + 1)
    expect(await tasks(paid.orderId)).toEqual([])
  })

  test('before we refund it ourselves counts as refunded by us', async () => {
    const paid = await paidByCard()
    await atProcessor(`/v1/payments/${paid.paymentKey}/cancel`, { cancelReason: '관리자' })
    expect((await refund(paid.paymentId)).body).toMatchObject({ status: 'refunded' })
    await madang.application.awaitIdle()
    expect(await orderOf(paid.orderId)).toMatchObject({ status: 'refunded' })
  })
})

describe('an order whose payment an operator refunded in full', () => {
  test('ends refunded with its stock back, and neither ships nor hangs', async () => {
    const orderId = await ordered('wallet')
    const { items } = (await madang.get(`/api/payments?orderId=${orderId}`, operator.token)).body
    const before = (await madang.stock('cup')).onHand
    expect((await refund(items[0].id)).body).toMatchObject({ status: 'refunded' })
    expect((await ship(orderId)).status).toBe(409)
    await madang.application.awaitIdle()
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded' })
    expect((await madang.stock('cup')).onHand).toBe(before + 1)
  })
})

describe('a refund that the processor refuses', () => {
  test('is no success, shows with the payment, and can be asked for again', async () => {
    const { paymentId } = await paidByCard()
    await declines()
    const answer = await refund(paymentId)
    expect(answer).toMatchObject({ status: 409, body: { code: 'refund_declined', reason: 'refund_declined' } })
    const refused = { status: 'failed', reason: 'refund_declined', amount: PRICE }
    expect(await paymentOf(paymentId)).toMatchObject({ status: 'approved', refunded: 0, refunds: [refused] })
    expect((await refund(paymentId)).body).toMatchObject({ status: 'refunded' })
    await madang.application.awaitIdle()
    expect(await tasks(paymentId)).toEqual([])
  })

  test('lets a cancelled order stand, and is a task; once it works the order is refunded and the stock returns', async () => {
    const paid = await paidByCard()
    const before = (await madang.stock('cup')).onHand
    await declines()
    await madang.post(`/api/orders/${paid.orderId}/cancel`, { reason: '변심' }, minji.token, wait)
    await madang.application.awaitIdle()
    expect(await orderOf(paid.orderId)).toMatchObject({ status: 'confirmed', reason: 'refund_declined' })
    const id = await onlyTask(paid.orderId, 'refund-failed')
    await declines()
    expect((await act(id, 'retry')).body).toEqual({ status: 'working' })
    expect(await tasks(paid.orderId)).toMatchObject([{ id, status: 'open', why: 'refund_declined' }])
    await act(id, 'retry')
    expect(await tasks(paid.orderId)).toEqual([])
    expect(await paymentOf(paid.paymentId)).toMatchObject({ status: 'refunded', refunded: PRICE })
    expect(await orderOf(paid.orderId)).toMatchObject({ status: 'refunded' })
    expect((await madang.stock('cup')).onHand).toBe(before + 1)
  })

  test('is refunded when its customer cancels once more', async () => {
    const paid = await paidByCard()
    await declines()
    const cancel = () => madang.post(`/api/orders/${paid.orderId}/cancel`, { reason: '변심' }, minji.token, wait)
    await cancel()
    await madang.application.awaitIdle()
    await onlyTask(paid.orderId, 'refund-failed')
    expect((await cancel()).body).toMatchObject({ status: 'refunded' })
    await madang.application.awaitIdle()
    expect(await tasks(paid.orderId)).toEqual([])
  })

  test('is paid out to the wallet once two people agree', async () => {
    const paid = await paidByCard()
    const before = (await madang.balance(minji.token)).available
    await declines()
    await refund(paid.paymentId)
    const id = await onlyTask(paid.paymentId, 'refund-failed')
    expect((await act(id, 'pay-by-wallet')).status).toBe(202)
    expect((await act(id, 'pay-by-wallet')).body.code).toBe('task_second_person')
    expect((await act(id, 'pay-by-wallet', second)).status).toBe(200)
    expect((await madang.balance(minji.token)).available).toBe(before + PRICE)
    expect(await paymentOf(paid.paymentId)).toMatchObject({ status: 'refunded' })
    expect(await tasks(paid.paymentId)).toEqual([])
    expect((await madang.get(`/api/operations/tasks/${id}`, operator.token)).body).toMatchObject({ status: 'closed' })
  })
})

const hint = (body: object, headers: Record<string, string> = {}) =>
  madang.ask('POST', '/api/payments/webhooks/toss', { body: JSON.stringify(body), headers })

/** Timers that are due now have fired, and all that came of it is over. */
async function lookedAt(): Promise<void> {
  const due = async () => {
    const { rows } = await madang.application
      .service('payments')
      .read.query(`select 1 from timers where id like 'look/%' and due_at <= $1`, [madang.clock.now()])
    return rows.length
  }
  await expect.poll(due, { timeout: 10_000, interval: 50 }).toBe(0)
  await madang.application.awaitIdle()
}

describe('a report without a signature', () => {
  test('is a hint: the processor is asked, and its word counts', async () => {
    const paid = await paidByCard()
    const data = { paymentKey: paid.paymentKey, status: 'CANCELED' }
    expect(await hint({ eventType: 'PAYMENT_STATUS_CHANGED', data })).toMatchObject({ status: 200 })
    await lookedAt()
    expect(await paymentOf(paid.paymentId)).toMatchObject({ status: 'approved' })
    await atProcessor(`/v1/payments/${paid.paymentKey}/cancel`, { cancelReason: '관리자' })
    await hint({ eventType: 'PAYMENT_STATUS_CHANGED', data })
    await lookedAt()
    expect(await paymentOf(paid.paymentId)).toMatchObject({ status: 'refunded' })
  })

  test('of a deposit is flat, and has to know the payment’s secret', async () => {
    const paid = await paidByCard()
    const { secret, orderId } = await atProcessor(`/v1/payments/${paid.paymentKey}/cancel`, { cancelReason: '관리자' })
    const deposit = { createdAt: '2026-11-20T12:00:00.000', status: 'CANCELED', transactionKey: 'txn', orderId }
    expect(await hint({ ...deposit, secret: 'ps_wrong' })).toMatchObject({
      status: 401,
      body: { code: 'bad_signature' },
    })
    expect(await hint({ ...deposit, orderId: 'nobody-knows-it', secret })).toMatchObject({ status: 200 })
    expect(await hint({ ...deposit, secret })).toMatchObject({ status: 200 })
    await lookedAt()
    expect(await paymentOf(paid.paymentId)).toMatchObject({ status: 'refunded' })
  })

  test('is refused where the processor signs, and where the signature is wrong', async () => {
    const data = { paymentKey: 'psp_x', status: 'DONE' }
    const wrong = { 'tosspayments-webhook-signature': 'v1:d3Jvbmc=' }
    expect((await hint({ eventType: 'PAYMENT_STATUS_CHANGED', data }, wrong)).status).toBe(401)
    expect((await hint({ eventType: 'payout.changed', data })).status).toBe(401)
    expect((await hint({ eventType: 'PAYMENT_STATUS_CHANGED', data: {} })).status).toBe(401)
  })

  test('is limited in rate', async () => {
    const answers = await Promise.all(
      Array.from({ length: 130 }, () =>
        hint({ eventType: 'PAYMENT_STATUS_CHANGED', data: { paymentKey: 'psp_nobody' } }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]))
    madang.clock.advance(61_000)
    await lookedAt()
  })
})

/** Charged at the processor for an order that nobody pays here any more. */
async function chargedForNobody(): Promise<string> {
  const { paymentKey } = await atProcessor('/simulator/payments', { amount: PRICE, orderId: `nobody-${reports}` })
  const { orderId, ...payment } = await atProcessor(`/v1/payments/${paymentKey}`)
  await report({ ...payment, ...(await atProcessor('/v1/payments/confirm', { paymentKey, orderId, amount: PRICE })) })
  return paymentKey
}

const inSuspense = async () =>
  (await madang.get('/api/money/ledger/accounts/suspense:KRW', operator.token)).body.balance

describe('money in suspense', () => {
  test('is a task: given back to the card, and if the processor refuses that, once more', async () => {
    const paymentKey = await chargedForNobody()
    expect(await inSuspense()).toBe(PRICE)
    const id = await onlyTask(paymentKey, 'suspense')
    await declines()
    expect((await act(id, 'give-back')).body).toEqual({ status: 'working' })
    expect(await tasks(paymentKey)).toMatchObject([{ status: 'open', why: 'refund_declined' }])
    await act(id, 'give-back')
    expect(await tasks(paymentKey)).toEqual([])
    expect(await inSuspense()).toBe(0)
    expect(await atProcessor(`/v1/payments/${paymentKey}`)).toMatchObject({ status: 'CANCELED' })
    const { items } = (await madang.get('/api/payments/tasks', operator.token)).body
    expect(items.find((task: { reference: string }) => task.reference === paymentKey)).toMatchObject({
      status: 'closed',
    })
  })

  test('is kept as income by two people', async () => {
    const paymentKey = await chargedForNobody()
    const id = await onlyTask(paymentKey, 'suspense')
    expect((await act(id, 'keep')).status).toBe(202)
    expect((await act(id, 'keep', second)).status).toBe(200)
    expect(await inSuspense()).toBe(0)
    expect(await tasks(paymentKey)).toEqual([])
  })

  test('that the processor gives back by itself leaves suspense too', async () => {
    const paymentKey = await chargedForNobody()
    await report(await atProcessor(`/v1/payments/${paymentKey}/cancel`, { cancelReason: '관리자' }))
    expect(await inSuspense()).toBe(0)
    expect(await tasks(paymentKey)).toEqual([])
  })
})

describe('the reconciliation with the processor', () => {
  const today = () => businessDateOf(madang.clock.now())
  const reconciled = async (date = today()) =>
    (await madang.get(`/api/payments/reconciliation?date=${date}`, operator.token)).body
  const openTasks = () => madang.post('/api/payments/reconciliation', { date: today() }, operator.token)
  const found = (body: { differences: { items: { paymentKey: string; difference: string }[] } }) =>
    Object.fromEntries(body.differences.items.map(({ paymentKey, difference }) => [paymentKey, difference]))

  test('of a day on which all went well agrees, whatever was refunded', async () => {
    const body = await reconciled()
    expect(body).toMatchObject({ agrees: true, unresolved: { count: 0 }, differences: { items: [] } })
    expect(body.matched).toBeGreaterThan(10)
  })

  test('finds what was planted, and each difference is a task', async () => {
    const [missing, other, lost] = [await paidByCard(), await paidByCard(), await paidByCard()]
    await atProcessor('/simulator/differences', { kind: 'missing', paymentKey: missing.paymentKey })
    await atProcessor('/simulator/differences', { kind: 'amount', paymentKey: other.paymentKey, amount: PRICE + 1 })
    // Cancelled in the dashboard, and charged for nobody: nothing of either was reported.
    await atProcessor(`/v1/payments/${lost.paymentKey}/cancel`, { cancelReason: '관리자' })
    const { paymentKey: unknown } = await atProcessor('/simulator/payments', { amount: PRICE, orderId: 'unreported' })
    await atProcessor('/v1/payments/confirm', { paymentKey: unknown, orderId: 'unreported', amount: PRICE })
    const differences = {
      [missing.paymentKey]: 'not_in_statement',
      [other.paymentKey]: 'statement_differs',
      [lost.paymentKey]: 'given_back',
      [unknown]: 'money_left',
    }
    expect(found(await reconciled())).toEqual(differences)
    expect((await openTasks()).body).toEqual({ date: today(), differences: 4 })
    await lookedAt()
    // What follows from the processor's word has followed.
    expect(await orderOf(lost.orderId)).toMatchObject({ status: 'refunded' })
    expect(await tasks(lost.paymentKey)).toEqual([])
    const suspense = await onlyTask(unknown, 'suspense')
    await act(suspense, 'give-back')
    for (const { paymentKey } of [missing, other]) {
      const id = await onlyTask(paymentKey, 'processor-difference')
      expect((await act(id, 'accept')).status).toBe(202)
      expect((await act(id, 'accept', second)).status).toBe(200)
      expect(await tasks(paymentKey)).toEqual([])
    }
    // What was accepted is not asked again.
    await openTasks()
    expect(await tasks(missing.paymentKey)).toEqual([])
  })

  test('finds a payment that was taken here only, and one that was taken there only', async () => {
    const { paymentId, paymentKey } = await paidByCard()
    const { read } = madang.application.service('payments')
    const asIf = (state: string) =>
      read.query(`update heads set state = ${state} where stream = 'payment:' || $1`, [paymentId])
    await asIf(`jsonb_set(state::jsonb, '{paymentKey}', '"psp_never"')::json`)
    const body = await reconciled()
    expect(found(body)).toMatchObject({ psp_never: 'not_charged', [paymentKey]: 'money_left' })
    await asIf(`jsonb_set(state::jsonb, '{paymentKey}', '"${paymentKey}"')::json`)
  })

  test('is of a day that was, needs the processor, and an operator', async () => {
    const ask = (query: string, { token } = operator) => madang.get(`/api/payments/reconciliation?date=${query}`, token)
    for (const date of [daysAfter(today(), 1), '9999-12-31', '2026-02-30', '0001-01-01'])
      expect((await ask(date)).status, date).toBe(400)
    expect(
      (await madang.post('/api/payments/reconciliation', { date: daysAfter(today(), 1) }, operator.token)).status,
    ).toBe(400)
    expect((await ask(today(), minji)).status).toBe(403)
    await atProcessor('/simulator/behaviours', { kind: 'error_500', match: { operation: 'transactions' } })
    expect((await ask(today())).body.code).toBe('psp_unavailable')
  })
})

describe('the list of tasks', () => {
  test('is for operators, filters, and goes on by cursor, the newest first', async () => {
    for (let made = 0; made < 3; made += 1) {
      const { paymentId } = await paidByCard()
      await declines()
      await refund(paymentId)
    }
    const list = async (query: string) =>
      (await madang.get(`/api/operations/tasks?${query}`, operator.token)).body as {
        items: { id: string; openedAt: string }[]
        nextCursor: string | null
      }
    const first = await list('kind=refund-failed&limit=2')
    const rest = await list(`kind=refund-failed&limit=2&cursor=${first.nextCursor}`)
    const all = [...first.items, ...rest.items].map(({ openedAt }) => openedAt)
    expect(all).toHaveLength(3)
    expect(all).toEqual([...all].sort().reverse())
    expect(rest.nextCursor).toBeNull()
    expect((await list('service=orders')).items).toEqual([])
    expect((await list('olderThanHours=1')).items).toEqual([])
    expect((await madang.get('/api/operations/tasks', minji.token)).status).toBe(403)
    for (const { id } of [...first.items, ...rest.items]) await act(id, 'retry')
    expect((await list('kind=refund-failed')).items).toEqual([])
    expect((await list('kind=refund-failed&status=closed')).items.length).toBeGreaterThanOrEqual(3)
  })
})

test('and after all that the books are sound', async () => {
  expect(await madang.differences()).toEqual([])
})
