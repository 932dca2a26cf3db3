import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CARD, cleanUp, endAll, start } from './test-client.ts'

afterEach(endAll)

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
    const { ask, charge } = await start({ file })
    const details = { customerKey: 'mem_1', ...CARD }
    await ask('POST', '/v1/billing/authorizations/card', details, { 'idempotency-key': 'card_1' })
    await charge({}, {}, { 'idempotency-key': 'pay_1' })
    const text = await readFile(file, 'utf8')
    expect(text).toContain('424242******4242')
    for (const secret of ['4242424242424242', '4242 4242', '731"']) expect(text).not.toContain(secret)
  })
})
