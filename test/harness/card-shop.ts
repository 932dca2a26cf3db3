/** A shop that is paid by card at the PSP simulator, for stories about what the processor does and what people do about it. */
import { expect } from 'vitest'
import { systemPorts } from '../../platform/ports/ports.ts'
import { startPspSimulator } from '../../simulators/psp/server.ts'
import { signWebhook } from '../../simulators/psp/webhooks.ts'
import { openTestPlatform } from './platform.ts'

export const PRICE = 12_000
const SECRET = 'test_sk_refunds'
const WEBHOOK_SECRET = 'webhooks of the refunds'
export const wait = { prefer: 'wait=5' }
const address = { street: '마당로 1', city: '서울', zipCode: '04524' }
const card = { cardNumber: '4242424242424242', expiryMonth: 12, expiryYear: 2030, cvv: '987' }

export interface Paid {
  readonly orderId: string
  readonly paymentId: string
  /** The processor's. */
  readonly paymentKey: string
}

/** Everything is about one product, one customer and two operators. */
export async function openCardShop() {
  const psp = await startPspSimulator({ ports: systemPorts(), port: 0, secretKey: SECRET })
  const madang = await openTestPlatform({
    env: { PSP_URL: psp.url, PSP_SECRET_KEY: SECRET, PSP_WEBHOOK_SECRET: WEBHOOK_SECRET, PSP_ANSWER_LIMIT_MS: '300' },
  })
  const operator = await madang.operator()
  const second = await madang.operator()
  await madang.addProduct({ productId: 'cup', price: PRICE, stock: 1_000 })
  const minji = await madang.richMember(operator, 1_000_000)

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

  async function close(): Promise<void> {
    await madang.close()
    await psp.stop()
  }

  return {
    madang,
    operator,
    second,
    minji,
    close,
    atProcessor,
    ordered,
    paidByCard,
    cancelledAtProcessor,
    report,
    declines,
    orderOf,
    paymentOf,
    ship,
    refund,
    tasks,
    act,
    onlyTask,
  }
}
