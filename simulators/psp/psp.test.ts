import { afterEach, describe, expect, it } from 'vitest'
import { CARD, clock, endAll, SECRET, start } from './test-client.ts'

afterEach(endAll)

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
    clock.now_ms += wait_ms
    const body = { paymentKey: made.paymentKey, orderId: 'ord_000001', amount: 15_000, ...change }
    return {
      answer: await ask('POST', '/v1/payments/confirm', body),
      again: () => ask('POST', '/v1/payments/confirm', body),
    }
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
