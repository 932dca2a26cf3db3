import { afterEach, describe, expect, it } from 'vitest'
import { endAll, start } from './test-client.ts'

afterEach(endAll)

describe('with a behaviour set, the PSP', () => {
  it('declines the requests that match, as often as it was set to', async () => {
    const { behave, charge } = await start()
    await behave({ match: { operation: 'charge', orderId: 'ord_000001' }, kind: 'decline', times: 2 })
    const orders = ['ord_000002', 'ord_000001', 'ord_000001', 'ord_000001']
    const statuses = []
    for (const orderId of orders) statuses.push((await charge({}, { orderId })).status)
    expect(statuses).toEqual([200, 403, 403, 200])
  })

  it('waits; breaks; forgets orders it was given', async () => {
    const { behave, ask, charge } = await start()
    await behave({ kind: 'error_500', match: { operation: 'charge' } })
    expect(await charge({})).toMatchObject({ status: 500, body: { code: 'FAILED_INTERNAL_SYSTEM_PROCESSING' } })
    await behave({ kind: 'delay_ms', delay_ms: 30, match: { operation: 'get' } })
    const before = performance.now()
    await ask('GET', '/v1/payments/psp_x')
    expect(performance.now() - before).toBeGreaterThan(25)
    await behave({ kind: 'decline' })
    await ask('DELETE', '/simulator/behaviours')
    expect(await charge({})).toMatchObject({ status: 200 })
  })

  it.each([
    ['timeout_before', '3063', 0],
    ['timeout_after_charging', '3220', 1],
  ])('%s: gives no answer, and has charged %s times %i', async (kind, ending, charges) => {
    const { behave, charge, register, ask, statement } = await start()
    const headers = { 'x-limit': '60', 'idempotency-key': 'pay_1' }
    await behave({ kind, match: { operation: 'charge' } })
    await expect(charge({}, {}, headers)).rejects.toThrow(/aborted/)
    expect(await statement()).toHaveLength(charges)
    await expect(charge({ cardNumber: `400000000000${ending}` }, { orderId: 'ord_000009' }, headers)).rejects.toThrow()
    expect(await statement()).toHaveLength(charges * 2)
    const found = await ask('GET', '/v1/payments/orders/ord_000001')
    expect(found.status).toBe(charges === 1 ? 200 : 404)
    expect(await register()).toHaveProperty('billingKey')
  })

  it('repeats the answer nobody received, under the same key', async () => {
    const { behave, register, ask, statement } = await start()
    const { billingKey } = await register()
    await behave({ kind: 'timeout_after_charging' })
    const body = { customerKey: 'mem_1', amount: 100, orderId: 'ord_000001', orderName: 'x' }
    const send = (limit: string) =>
      ask('POST', `/v1/billing/${billingKey}`, body, { 'idempotency-key': 'pay_1', 'x-limit': limit })
    await expect(send('60')).rejects.toThrow()
    expect(await send('5000')).toMatchObject({ status: 200, body: { status: 'DONE' } })
    expect(await statement()).toHaveLength(1)
  })
})
