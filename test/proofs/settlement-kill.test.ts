import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applicationChecks } from '../../main/checks.ts'
import { services } from '../../main/services.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { BankControl } from '../../simulators/bank/control.ts'
import { startBankSimulator } from '../../simulators/bank/server.ts'
import { type Child, endChildren, startChild } from '../harness/child.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'
import { APART } from '../harness/kill.ts'
import { openTestPlatform } from '../harness/platform.ts'
import { merchantOf } from '../harness/shop.ts'

/**
 * The process is killed in the middle of a settlement: where the payments are claimed, before and after the bank has paid,
 * where the book is written and the payments are settled. Started again, it pays each franchise once.
 */
const places = [
  'payments: before commit',
  'payments: after commit',
  'banking: before call',
  'banking: after call',
  'banking: after commit#2',
  'money: before commit',
  'money: after commit',
  'payments: after commit#2',
]
const AMOUNT = 20_000
const PAYOUT = 19_500
const API_KEY = 'bank-kill'

let database: TestDatabase
let simulator: Awaited<ReturnType<typeof startBankSimulator>>
let bank: BankControl
let directory: string
let tokens = { operator: '', merchant: '', customer: '' }

const environment = () => ({
  DATABASE_URL: database.url,
  MADANG_DATA: directory,
  BANK_URL: simulator.url,
  BANK_API_KEY: API_KEY,
  MADANG_RATE_LIMIT: 'off',
  MADANG_RATE_LIMIT_CREDENTIALS: 'off',
  ...APART,
})

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'madang-settlement-kill-'))
  simulator = await startBankSimulator({ ports: systemPorts(), port: 0, apiKey: API_KEY })
  bank = new BankControl(simulator.url)
  database = await createDatabase()
  const madang = await openTestPlatform({ databaseUrl: database.url, env: environment() })
  const operator = await madang.operator()
  const merchant = await merchantOf(madang, operator)
  const customer = await madang.richMember(operator, 10 * AMOUNT * places.length)
  tokens = { operator: operator.token, merchant: merchant.token, customer: customer.token }
  await madang.application.awaitIdle()
  await madang.close()
})
afterAll(async () => {
  await endChildren()
  await simulator.stop()
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

interface Body {
  readonly id: string
  readonly status: string
  readonly items: readonly { readonly status: string }[]
}

/** Null when the process died before it answered. */
async function ask(child: Child, who: keyof typeof tokens, method: string, path: string, body?: unknown) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  try {
    const answer = await fetch(`${child.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens[who]}`, prefer: 'wait=5', ...json },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    return { status: answer.status, body: (await answer.json()) as Body }
  } catch {
    return null
  }
}

const account = (nth: number) => ({ bankCode: '088', accountNumber: `2200000000${String(nth).padStart(2, '0')}` })

/** A franchise of its own, where something was sold. */
async function soldAt(child: Child, nth: number): Promise<string> {
  const bankAccount = { ...account(nth), holderName: '박점주' }
  await bank.open({ ...bankAccount, balance: 0 })
  const shop = { name: `마당 ${nth}호점`, contact: '051-123-4567', bankAccount }
  const id = (await ask(child, 'merchant', 'POST', '/api/franchises', shop))?.body.id ?? ''
  const pay = { franchiseId: id, amount: AMOUNT, paymentMethod: 'wallet' }
  // The franchise may not be known to payments yet.
  await expect
    .poll(async () => (await ask(child, 'customer', 'POST', '/api/payments', pay))?.body.status)
    .toBe('approved')
  return id
}

/** Runs until the settlement of the franchise has begun, or the process is dead. */
async function runUntilBegun(child: Child, franchiseId: string): Promise<void> {
  const businessDate = businessDateOf(new Date())
  for (let look = 0; look < 500 && !child.ended; look += 1) {
    await ask(child, 'operator', 'POST', '/api/settlements/run', { businessDate })
    const found = await ask(child, 'operator', 'GET', `/api/settlements?franchiseId=${franchiseId}`)
    if (found && found.body.items.length > 0) return
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

async function isPaid(child: Child, franchiseId: string): Promise<void> {
  await runUntilBegun(child, franchiseId)
  const status = async () => {
    const found = await ask(child, 'operator', 'GET', `/api/settlements?franchiseId=${franchiseId}`)
    return found?.body.items.map(settlement => settlement.status)
  }
  await expect.poll(status, { timeout: 30_000, interval: 20 }).toEqual(['paid'])
}

describe('SIGKILL in the middle of a settlement', () => {
  test('at every place it pays once', async () => {
    let unfinished: string | null = null
    for (const [nth, place] of places.entries()) {
      const child = await startChild({ ...environment(), MADANG_CRASH_AT: place })
      await child.ready()
      if (unfinished) await isPaid(child, unfinished)
      const franchiseId = await soldAt(child, nth)
      await child.arm()
      await runUntilBegun(child, franchiseId)
      await expect.poll(() => child.ended, { timeout: 20_000, interval: 10, message: place }).toBe(true)
      unfinished = franchiseId
    }
    const last = await startChild(environment())
    await last.ready()
    await isPaid(last, unfinished ?? '')
    await last.kill('SIGTERM')

    const { lines } = await bank.books()
    expect(lines.map(({ amount, direction }) => [amount, direction])).toEqual(places.map(() => [PAYOUT, 'out']))
    for (const nth of places.keys()) expect(await bank.balance(account(nth))).toBe(PAYOUT)
    const results = await verifyApplication(database.url, services, applicationChecks)
    expect(results.filter(({ differences }) => differences.length > 0)).toEqual([])
  }, 180_000)
})
