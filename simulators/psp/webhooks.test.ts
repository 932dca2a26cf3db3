import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { cleanUp, endAll, start } from './test-client.ts'
import { signWebhook } from './webhooks.ts'

afterEach(endAll)

interface Received {
  readonly body: { eventType: string; data: { paymentKey: string; status: string } }
  readonly text: string
  readonly headers: Readonly<Record<string, string | undefined>>
}

describe('webhooks', () => {
  /** A receiver that answers with the given statuses, then 200. */
  async function listen(...statuses: number[]) {
    const received: Received[] = []
    const server: Server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', part => parts.push(part))
      request.on('end', () => {
        const text = Buffer.concat(parts).toString()
        received.push({ text, body: JSON.parse(text), headers: request.headers as Received['headers'] })
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
    const time = headers['tosspayments-webhook-transmission-time'] ?? ''
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

  it('come twice, or before the answer, when set to', async () => {
    const { target, received, until } = await listen()
    const { behave, charge } = await start({ webhook: target })
    await behave({ kind: 'webhook_twice' })
    await charge({}, { orderId: 'ord_000001' })
    expect(await until(2)).toHaveLength(2)
    await behave({ kind: 'webhook_before_answer', match: { operation: 'charge' } })
    await charge({}, { orderId: 'ord_000002' })
    expect(received).toHaveLength(3)
  })
})
