import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Ports, systemPorts } from '../../platform/ports.ts'
import { type PspSimulator, startPspSimulator } from './server.ts'
import { signWebhook, type WebhookTarget } from './webhooks.ts'

const SECRET = 'test_sk_madang'
const BASIC = `Basic ${Buffer.from(`${SECRET}:`).toString('base64')}`
const CARD = { cardNumber: '4242 4242 4242 4242', cardExpirationYear: '39', cardExpirationMonth: '12', cvc: '731' }

const cleanUp: (() => Promise<unknown>)[] = []
let now_ms = Date.UTC(2026, 10, 1)
const system = systemPorts()
const ports: Ports = { ...system, clock: { ...system.clock, now: () => new Date(now_ms) } }

afterEach(async () => {
  now_ms = Date.UTC(2026, 10, 1)
  for (const clean of cleanUp.splice(0).reverse()) await clean()
})

async function start(options: { webhook?: WebhookTarget; file?: string } = {}) {
  const psp = await startPspSimulator({ ports, port: 0, secretKey: SECRET, ...options })
  cleanUp.push(() => psp.stop())
  return client(psp)
}

function client(psp: PspSimulator) {
  async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(psp.url + path, {
      method,
      headers: { authorization: BASIC, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.timeout(headers['x-limit'] ? Number(headers['x-limit']) : 5_000),
    })
    const text = await response.text()
    return { status: response.status, text, body: text ? JSON.parse(text) : null }
  }
  const register = async (card: Record<string, unknown> = {}) =>
    (await ask('POST', '/v1/billing/authorizations/card', { customerKey: 'mem_1', ...CARD, ...card })).body
  return {
    psp,
    ask,
    register,
    async charge(card: Record<string, unknown>, charge: Record<string, unknown> = {}, headers = {}) {
      const { billingKey } = await register(card)
      const body = { customerKey: 'mem_1', amount: 15_000, orderId: 'ord_000001', orderName: '커피', ...charge }
      return ask('POST', `/v1/billing/${billingKey}`, body, headers)
    },
    told: (behaviour: Record<string, unknown>) => ask('POST', '/simulator/behaviours', behaviour),
    statement: async () => (await ask('GET', '/simulator/statement')).body.movements as Record<string, unknown>[],
  }
}

describe('a card', () => {
  it('becomes a billing key, masked, with its brand', async () => {
    const { register } = await start()
    expect(await register()).toMatchObject({
      customerKey: 'mem_1',
      billingKey: expect.stringMatching(/^bill_/),
      authenticatedAt: '2026-11-01T09:00:00+09:00',
      cardNumber: '424242******4242',
      card: { number: '424242******4242', brand: 'VISA', company: '신한', issuerCode: '41' },
    })
  })

  it.each([
    ['fails Luhn', { cardNumber: '4242424242424241' }, 'INVALID_CARD_NUMBER'],
    ['is no number', { cardNumber: 'four' }, 'INVALID_CARD_NUMBER'],
    ['expired last month', { cardExpirationYear: '26', cardExpirationMonth: '10' }, 'INVALID_CARD_EXPIRATION'],
    ['has no such month', { cardExpirationMonth: '13' }, 'INVALID_CARD_EXPIRATION'],
    ['was stopped', { cardNumber: '4000000000009987' }, 'INVALID_STOPPED_CARD'],
    ['has no number', { cardNumber: '' }, 'INVALID_REQUEST'],
  ])('is refused when it %s', async (_, card, code) => {
    const { ask } = await start()
    const answer = await ask('POST', '/v1/billing/authorizations/card', { customerKey: 'mem_1', ...CARD, ...card })
    expect(answer).toMatchObject({ status: 400, body: { code, message: expect.any(String) } })
  })

  it('is good to the end of its month in Seoul', async () => {
    const { register } = await start()
    expect(await register({ cardExpirationYear: '26', cardExpirationMonth: '11' })).toHaveProperty('billingKey')
  })
})

describe('a charge', () => {
  it('takes the money once, and is found by its key and by its order', async () => {
    const { charge, ask, statement } = await start()
    const { status, body } = await charge({}, { amount: 59.98, currency: 'USD' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'DONE',
      type: 'BILLING',
      orderId: 'ord_000001',
      totalAmount: 59.98,
      balanceAmount: 59.98,
      currency: 'USD',
      approvedAt: '2026-11-01T09:00:00+09:00',
      card: { number: '424242******4242' },
      cancels: null,
    })
    expect((await ask('GET', `/v1/payments/${body.paymentKey}`)).body).toEqual(body)
    expect((await ask('GET', '/v1/payments/orders/ord_000001')).body).toEqual(body)
    expect(await charge({})).toMatchObject({ status: 400, body: { code: 'DUPLICATED_ORDER_ID' } })
    expect(await statement()).toHaveLength(1)
  })

  it.each([
    ['0002', 403, 'REJECT_CARD_PAYMENT'],
    ['0341', 403, 'REJECT_CARD_COMPANY'],
    ['0119', 400, 'CARD_PROCESSING_ERROR'],
  ])('on the card ending %s is refused and takes nothing', async (ending, status, code) => {
    const { charge, ask, statement } = await start()
    expect(await charge({ cardNumber: `400000000000${ending}` })).toMatchObject({ status, body: { code } })
    expect((await ask('GET', '/v1/payments/orders/ord_000001')).body).toMatchObject({ status: 'ABORTED' })
    expect(await statement()).toEqual([])
    expect(await charge({})).toMatchObject({ status: 200, body: { status: 'DONE' } })
  })

  it.each([
    ['of another customer', { customerKey: 'mem_2' }, 403, 'NOT_MATCHES_CUSTOMER_KEY'],
    ['of half a won', { amount: 10.5 }, 400, 'INVALID_REQUEST'],
    ['of nothing', { amount: 0 }, 400, 'INVALID_REQUEST'],
    ['in an unknown currency', { currency: 'XXX' }, 400, 'INVALID_REQUEST'],
  ])('%s is refused', async (_, charged, status, code) => {
    const { charge } = await start()
    expect(await charge({}, charged)).toMatchObject({ status, body: { code } })
  })

  it('with the same idempotency key gives the same answer; with another body none', async () => {
    const { register, ask, statement } = await start()
    const { billingKey } = await register()
    const body = { customerKey: 'mem_1', amount: 15_000, orderId: 'ord_000001', orderName: '커피' }
    const send = (changed = {}) =>
      ask('POST', `/v1/billing/${billingKey}`, { ...body, ...changed }, { 'idempotency-key': 'pay_1-1' })
    const answers = await Promise.all([send(), send()])
    expect(answers.map(answer => answer.text)).toEqual([answers[0]!.text, answers[0]!.text])
    expect((await send()).text).toBe(answers[0]!.text)
    expect(await send({ amount: 1 })).toMatchObject({ status: 400, body: { code: 'INVALID_IDEMPOTENCY_KEY' } })
    expect(await statement()).toHaveLength(1)
  })
})

describe('a payment made in the browser', () => {
  const confirm = async (change: Record<string, unknown> = {}, wait_ms = 0) => {
    const { ask } = await start()
    const made = (await ask('POST', '/simulator/payments', { amount: 15_000, orderId: 'ord_000001' })).body
    expect(made).toMatchObject({ status: 'IN_PROGRESS', approvedAt: null })
    now_ms += wait_ms
    const body = { paymentKey: made.paymentKey, orderId: 'ord_000001', amount: 15_000, ...change }
    return { answer: await ask('POST', '/v1/payments/confirm', body), again: () => ask('POST', '/v1/payments/confirm', body) }
  }

  it('is confirmed once', async () => {
    const { answer, again } = await confirm()
    expect(answer).toMatchObject({ status: 200, body: { status: 'DONE', type: 'NORMAL', totalAmount: 15_000 } })
    expect(await again()).toMatchObject({ status: 400, body: { code: 'ALREADY_PROCESSED_PAYMENT' } })
  })

  it.each([
    ['another amount', { amount: 14_999 }, 0, 400, 'INVALID_REQUEST'],
    ['another order', { orderId: 'ord_000002' }, 0, 400, 'INVALID_REQUEST'],
    ['an unknown key', { paymentKey: 'psp_x' }, 0, 404, 'NOT_FOUND_PAYMENT_SESSION'],
    ['a key that is too old', {}, 11 * 60_000, 404, 'NOT_FOUND_PAYMENT_SESSION'],
  ])('is not confirmed with %s', async (_, change, wait_ms, status, code) => {
    expect((await confirm(change, wait_ms)).answer).toMatchObject({ status, body: { code } })
  })
})

describe('a cancel', () => {
  it('gives back parts, then the rest, never more', async () => {
    const { charge, ask, statement } = await start()
    const { paymentKey } = (await charge({})).body
    const cancel = (cancelAmount?: number) =>
      ask('POST', `/v1/payments/${paymentKey}/cancel`, { cancelReason: '변심', cancelAmount })
    expect((await cancel(5_000)).body).toMatchObject({ status: 'PARTIAL_CANCELED', balanceAmount: 10_000 })
    expect(await cancel(10_001)).toMatchObject({ status: 403, body: { code: 'NOT_CANCELABLE_AMOUNT' } })
    expect((await cancel()).body).toMatchObject({
      status: 'CANCELED',
      balanceAmount: 0,
      cancels: [
        { cancelAmount: 5_000, refundableAmount: 10_000, cancelReason: '변심' },
        { cancelAmount: 10_000, refundableAmount: 0 },
      ],
    })
    expect(await cancel(1)).toMatchObject({ status: 400, body: { code: 'ALREADY_CANCELED_PAYMENT' } })
    expect((await statement()).map(({ kind, amount }) => [kind, amount])).toEqual([
      ['charge', 15_000],
      ['cancel', 5_000],
      ['cancel', 10_000],
    ])
  })

  it('of what was never charged is refused', async () => {
    const { ask } = await start()
    const { paymentKey } = (await ask('POST', '/simulator/payments', { amount: 100, orderId: 'ord_000001' })).body
    const cancel = (key: string) => ask('POST', `/v1/payments/${key}/cancel`, { cancelReason: 'x' })
    expect(await cancel(paymentKey)).toMatchObject({ status: 403, body: { code: 'NOT_CANCELABLE_PAYMENT' } })
    expect(await cancel('psp_x')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND_PAYMENT' } })
  })
})

describe('the key of the API', () => {
  it.each([
    ['a wrong key', `Basic ${Buffer.from('other:').toString('base64')}`, 401, 'UNAUTHORIZED_KEY'],
    ['no password separator', `Basic ${Buffer.from(SECRET).toString('base64')}`, 401, 'UNAUTHORIZED_KEY'],
    ['another scheme', `Bearer ${SECRET}`, 403, 'INCORRECT_BASIC_AUTH_FORMAT'],
  ])('is checked: %s', async (_, authorization, status, code) => {
    const { ask } = await start()
    const answer = await ask('GET', '/v1/payments/psp_x', undefined, { authorization })
    expect(answer).toMatchObject({ status, body: { code } })
  })
})

describe('told how to behave, the PSP', () => {
  it('declines the requests that match, as often as it was told', async () => {
    const { told, charge } = await start()
    await told({ match: { operation: 'charge', orderId: 'ord_000001' }, kind: 'decline', times: 2 })
    const orders = ['ord_000002', 'ord_000001', 'ord_000001', 'ord_000001']
    const statuses = []
    for (const orderId of orders) statuses.push((await charge({}, { orderId })).status)
    expect(statuses).toEqual([200, 403, 403, 200])
  })

  it('waits; breaks; forgets orders it was given', async () => {
    const { told, ask, charge } = await start()
    await told({ kind: 'error_500', match: { operation: 'charge' } })
    expect(await charge({})).toMatchObject({ status: 500, body: { code: 'FAILED_INTERNAL_SYSTEM_PROCESSING' } })
    await told({ kind: 'delay_ms', delay_ms: 30, match: { operation: 'get' } })
    const before = performance.now()
    await ask('GET', '/v1/payments/psp_x')
    expect(performance.now() - before).toBeGreaterThan(25)
    await told({ kind: 'decline' })
    await ask('DELETE', '/simulator/behaviours')
    expect(await charge({})).toMatchObject({ status: 200 })
  })

  it.each([
    ['timeout_before', '3063', 0],
    ['timeout_after_charging', '3220', 1],
  ])('%s: gives no answer, and has charged %s times %i', async (kind, ending, charges) => {
    const { told, charge, register, ask, statement } = await start()
    const headers = { 'x-limit': '60', 'idempotency-key': 'pay_1' }
    await told({ kind, match: { operation: 'charge' } })
    await expect(charge({}, {}, headers)).rejects.toThrow(/aborted/)
    expect(await statement()).toHaveLength(charges)
    await expect(charge({ cardNumber: `400000000000${ending}` }, { orderId: 'ord_000009' }, headers)).rejects.toThrow()
    expect(await statement()).toHaveLength(charges * 2)
    const asked = await ask('GET', '/v1/payments/orders/ord_000001')
    expect(asked.status).toBe(charges === 1 ? 200 : 404)
    expect(await register()).toHaveProperty('billingKey')
  })

  it('repeats the answer nobody heard, under the same key', async () => {
    const { told, register, ask, statement } = await start()
    const { billingKey } = await register()
    await told({ kind: 'timeout_after_charging' })
    const body = { customerKey: 'mem_1', amount: 100, orderId: 'ord_000001', orderName: 'x' }
    const send = (limit: string) =>
      ask('POST', `/v1/billing/${billingKey}`, body, { 'idempotency-key': 'pay_1', 'x-limit': limit })
    await expect(send('60')).rejects.toThrow()
    expect(await send('5000')).toMatchObject({ status: 200, body: { status: 'DONE' } })
    expect(await statement()).toHaveLength(1)
  })
})

describe('webhooks', () => {
  /** A receiver that answers with the given statuses, then 200. */
  async function listen(...statuses: number[]) {
    const received: { body: any; text: string; headers: Record<string, any> }[] = []
    const server: Server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', part => parts.push(part))
      request.on('end', () => {
        const text = Buffer.concat(parts).toString()
        received.push({ text, body: JSON.parse(text), headers: request.headers })
        response.writeHead(statuses.shift() ?? 200).end()
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    cleanUp.push(() => new Promise(resolve => server.close(resolve)))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
    const until = (count: number) =>
      vi.waitFor(() => {
        expect(received.length).toBeGreaterThanOrEqual(count)
        return received
      })
    return { target: { url, secret: 'whsec', pause_ms: 1 }, received, until }
  }

  it('tell of charges and cancels, signed', async () => {
    const { target, until } = await listen()
    const { charge, ask } = await start({ webhook: target })
    const { paymentKey } = (await charge({})).body
    await ask('POST', `/v1/payments/${paymentKey}/cancel`, { cancelReason: 'x' })
    const received = await until(2)
    expect(received.map(({ body }) => [body.eventType, body.data.paymentKey, body.data.status]).sort()).toEqual([
      ['PAYMENT_STATUS_CHANGED', paymentKey, 'CANCELED'],
      ['PAYMENT_STATUS_CHANGED', paymentKey, 'DONE'],
    ])
    const { headers, text } = received[0]!
    const time = headers['tosspayments-webhook-transmission-time']
    expect(headers['tosspayments-webhook-signature']).toBe(signWebhook('whsec', text, time))
    expect(headers['tosspayments-webhook-transmission-id']).toMatch(/^whk_/)
  })

  it('are repeated under the same id until they are acknowledged', async () => {
    const { target, until } = await listen(500, 404)
    const { charge } = await start({ webhook: target })
    await charge({})
    const received = await until(3)
    const of = (name: string) => received.map(({ headers }) => headers[`tosspayments-webhook-transmission-${name}`])
    expect(new Set(of('id')).size).toBe(1)
    expect(of('retried-count')).toEqual(['0', '1', '2'])
  })

  it('come twice, or before the answer, when told', async () => {
    const { target, received, until } = await listen()
    const { told, charge } = await start({ webhook: target })
    await told({ kind: 'webhook_twice' })
    await charge({}, { orderId: 'ord_000001' })
    expect(await until(2)).toHaveLength(2)
    await told({ kind: 'webhook_before_answer', match: { operation: 'charge' } })
    await charge({}, { orderId: 'ord_000002' })
    expect(received).toHaveLength(3)
  })
})

describe('with a file', () => {
  async function inFile() {
    const directory = await mkdtemp(join(tmpdir(), 'psp-'))
    cleanUp.push(() => rm(directory, { recursive: true }))
    return join(directory, 'psp.jsonl')
  }

  it('what was charged, registered and answered is there after a restart', async () => {
    const file = await inFile()
    const first = await start({ file })
    const { billingKey } = await first.register()
    const body = { customerKey: 'mem_1', amount: 100, orderId: 'ord_000001', orderName: 'x' }
    const path = `/v1/billing/${billingKey}`
    const answer = await first.ask('POST', path, body, { 'idempotency-key': 'pay_1' })
    await appendFile(file, '[{"kind":"payment","pay')
    const second = await start({ file })
    expect((await second.ask('POST', path, body, { 'idempotency-key': 'pay_1' })).text).toBe(answer.text)
    expect((await second.ask('GET', '/v1/payments/orders/ord_000001')).text).toBe(answer.text)
    expect(await second.ask('POST', path, { ...body, orderId: 'ord_000002' })).toMatchObject({ status: 200 })
    expect(await (await start({ file })).statement()).toHaveLength(2)
  })

  it('no card number and no CVC is in it', async () => {
    const file = await inFile()
    const { charge } = await start({ file })
    await charge({}, {}, { 'idempotency-key': 'pay_1' })
    const text = await readFile(file, 'utf8')
    expect(text).toContain('424242******4242')
    for (const secret of ['4242424242424242', '4242 4242', '731"']) expect(text).not.toContain(secret)
  })
})
