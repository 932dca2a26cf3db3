/** For tests of the PSP simulator: starts it, talks to it, and ends everything that a test began. */
import { type Ports, systemPorts } from '../../platform/ports/ports.ts'
import { type PspSimulator, startPspSimulator } from './server.ts'
import type { WebhookTarget } from './webhooks.ts'

export const SECRET = 'test_sk_madang'
const BASIC = `Basic ${Buffer.from(`${SECRET}:`).toString('base64')}`
export const CARD = {
  cardNumber: '4242 4242 4242 4242',
  cardExpirationYear: '39',
  cardExpirationMonth: '12',
  cvc: '731',
}

export const cleanUp: (() => Promise<unknown>)[] = []
/** What the simulator takes for the time. */
export const clock = { now_ms: Date.UTC(2026, 10, 1) }
const system = systemPorts()
const ports: Ports = { ...system, clock: { ...system.clock, now: () => new Date(clock.now_ms) } }

export async function endAll(): Promise<void> {
  clock.now_ms = Date.UTC(2026, 10, 1)
  for (const clean of cleanUp.splice(0).reverse()) await clean()
}

export async function start(options: { webhook?: WebhookTarget; file?: string } = {}) {
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
    behave: (behaviour: Record<string, unknown>) => ask('POST', '/simulator/behaviours', behaviour),
    statement: async () => (await ask('GET', '/simulator/statement')).body.movements as Record<string, unknown>[],
  }
}
