/** For tests of the bank simulator: starts it, talks to it, and ends everything that a test began. */
import { systemPorts } from '../../platform/ports/ports.ts'
import { BankControl } from './control.ts'
import { type BankSimulatorOptions, startBankSimulator } from './server.ts'

export const API_KEY = 'test_bank_key'
export const MINJI = { bankCode: '088', accountNumber: '110123456789', holderName: '김민지' }

export const cleanUp: (() => Promise<unknown>)[] = []
/** What the simulator takes for the time. */
export const clock = { now_ms: Date.UTC(2026, 10, 1) }
const system = systemPorts()
const ports = { ...system, clock: { ...system.clock, now: () => new Date(clock.now_ms) } }

export async function endAll(): Promise<void> {
  clock.now_ms = Date.UTC(2026, 10, 1)
  for (const clean of cleanUp.splice(0).reverse()) await clean()
}

export interface BankResponse {
  readonly status: number
  readonly text: string
  readonly body: Record<string, unknown> & { readonly code?: string }
  readonly duplicate: boolean
}

/** With Minji's account in it, which holds 100,000. */
export async function start(options: Partial<BankSimulatorOptions> = {}) {
  const bank = await startBankSimulator({ ports, port: 0, apiKey: API_KEY, openingBalance: 1_000_000, ...options })
  cleanUp.push(() => bank.stop())
  const control = new BankControl(bank.url)
  const known = await control.books()
  if (known.accounts.length === 0) await control.open({ ...MINJI, balance: 100_000 })

  async function ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<BankResponse> {
    const response = await fetch(bank.url + path, {
      method,
      headers: {
        authorization: `Bearer ${API_KEY}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(Number(headers['x-limit'] ?? 5_000)),
    })
    const text = await response.text()
    const duplicate = response.headers.get('bank-duplicate') === 'true'
    return { status: response.status, text, body: text ? JSON.parse(text) : {}, duplicate }
  }
  return {
    bank,
    control,
    ask,
    transfer(key: string, change: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
      const body = { direction: 'in', counterparty: MINJI, amount: 10_000, currency: 'KRW', ...change }
      return ask('POST', '/v1/transfers', body, { 'idempotency-key': key, ...headers })
    },
    lookUp: (key: string) => ask('GET', `/v1/transfers/${key}`),
    statement: async (date: string, after?: string) =>
      (await ask('GET', `/v1/statement?date=${date}${after ? `&after=${after}` : ''}`)).body,
  }
}
