/** What the processor says without being asked, money of nobody, and its statement: followed, or a person's task. */
import { afterAll, describe, expect, test } from 'vitest'
import { businessDateOf, daysAfter } from '../../platform/ports/business-date.ts'
import { openCardShop, PRICE } from '../harness/card-shop.ts'

const shop = await openCardShop()
const { madang, operator, second, minji } = shop
const { atProcessor, paidByCard, report, declines, orderOf, paymentOf, tasks, act, onlyTask, refund } = shop

afterAll(shop.close)

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

let nobodies = 0
/** Charged at the processor for an order that nobody pays here any more. */
async function chargedForNobody(): Promise<string> {
  const { paymentKey } = await atProcessor('/simulator/payments', {
    amount: PRICE,
    orderId: `nobody-${(nobodies += 1)}`,
  })
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
    for (const amount of [5_000, PRICE]) await refund((await paidByCard()).paymentId, amount)
    const body = await reconciled()
    expect(body).toMatchObject({ agrees: true, unresolved: { count: 0 }, differences: { items: [] } })
    expect(body.matched).toBeGreaterThan(4)
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

test('and after all that the books are sound', async () => {
  expect(await madang.differences()).toEqual([])
})
