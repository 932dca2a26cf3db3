/** Refunds, what the processor cancels by itself, and the order: they agree, or a person has a task that ends it. */
import { afterAll, describe, expect, test } from 'vitest'
import { openCardShop, PRICE, wait } from '../harness/card-shop.ts'

const shop = await openCardShop()
const { madang, operator, second, minji } = shop
const { atProcessor, ordered, paidByCard, cancelledAtProcessor, report, declines } = shop
const { orderOf, paymentOf, ship, refund, tasks, act, onlyTask } = shop

afterAll(shop.close)

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
    const refused = { status: 'failed', reason: '불량', failureCode: 'refund_declined', amount: PRICE }
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
        total?: number
      }
    const first = await list('kind=refund-failed&limit=2')
    const rest = await list(`kind=refund-failed&limit=2&cursor=${first.nextCursor}`)
    const all = [...first.items, ...rest.items].map(({ openedAt }) => openedAt)
    expect(all).toHaveLength(3)
    expect(all).toEqual([...all].sort().reverse())
    expect(rest.nextCursor).toBeNull()
    expect(rest).not.toHaveProperty('total')
    expect((await list('kind=refund-failed&limit=1&count=true')).total).toBe(3)
    expect((await list('kind=refund-failed&service=orders&count=true')).total).toBe(0)
    expect((await list('service=orders')).items).toEqual([])
    expect((await list('olderThanHours=1')).items).toEqual([])
    expect((await madang.get('/api/operations/tasks', minji.token)).status).toBe(403)
    for (const { id } of [...first.items, ...rest.items]) await act(id, 'retry')
    expect((await list('kind=refund-failed')).items).toEqual([])
    expect((await list('kind=refund-failed&status=closed')).items.length).toBeGreaterThanOrEqual(3)
  })
})

test('the lists of sagas go on by cursor, each saga once', async () => {
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path = `/api/operations/payments/sagas?status=done&limit=2${cursor && `&cursor=${cursor}`}`
    const page: any = (await madang.get(path, operator.token)).body
    seen.push(...page.items.map(({ id }: { id: string }) => id))
    cursor = page.nextCursor
  }
  expect(seen.length).toBeGreaterThan(2)
  expect(seen).toEqual([...new Set(seen)].sort().reverse())
})

test('an order that goes on although all of its payment was given back is found', async () => {
  const paid = await paidByCard()
  const { read } = madang.application.service('payments')
  const become = (status: string) =>
    Promise.all([
      read.query('update payments set status = $2 where id = $1', [paid.paymentId, status]),
      read.query(
        `update heads set state = jsonb_set(state::jsonb, '{status}', to_jsonb($2::text))::json where stream = 'payment:' || $1`,
        [paid.paymentId, status],
      ),
    ])
  await become('refunded')
  const found = (await madang.differences()).filter(({ service }) => service === 'house')
  expect(found).toMatchObject([{ differences: [{ id: paid.orderId, order: 'confirmed', payment: 'refunded' }] }])
  await become('approved')
})

test('and after all that the books are sound', async () => {
  expect(await madang.differences()).toEqual([])
})
