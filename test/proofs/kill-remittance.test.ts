import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemPorts } from '../../platform/ports/ports.ts'
import { BankControl } from '../../simulators/bank/control.ts'
import { type BankSimulator, startBankSimulator } from '../../simulators/bank/server.ts'
import { type Child, endChildren } from '../harness/child.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'
import { APART, askChild, BANK_API_KEY, environmentOutside, killEverywhere, lookUntil } from '../harness/kill.ts'
import { type AtBank, openTestPlatform } from '../harness/platform.ts'

/**
 * A remittance from an empty wallet to a bank account goes through all that moves money between wallets and the bank: a
 * top-up that funds a hold, the bank twice, and the posting. The process is killed at the places of it; the bank lives on.
 * The suite takes every third. All of them:
 *   PAY_KILL=full node bin/madang.mjs run vitest run --configLoader native test/proofs/kill-remittance.test.ts
 */
const BY = process.env.PAY_KILL === 'full' ? 1 : 3

let database: TestDatabase
let simulator: BankSimulator
let bank: BankControl
let directory: string
let token = ''
let payer: AtBank
let payee: AtBank

const AMOUNT = 10_000
const AT_BANK = 10_000_000

const environment = () => ({ ...environmentOutside(database.url, directory, simulator.url), ...APART })

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'madang-kill-'))
  simulator = await startBankSimulator({ ports: systemPorts(), port: 0, apiKey: BANK_API_KEY })
  bank = new BankControl(simulator.url)
  database = await createDatabase()
  payer = { bankCode: '088', accountNumber: '110000000001', holderName: '김민지' }
  payee = { bankCode: '004', accountNumber: '220000000002', holderName: '이임대' }
  await bank.open({ ...payer, balance: AT_BANK })
  await bank.open({ ...payee, balance: 0 })
  const madang = await openTestPlatform({ databaseUrl: database.url, env: environment() })
  const minji = await madang.register('김민지')
  const linked = await madang.post('/api/banking/accounts', payer, minji.token)
  expect(linked.status).toBe(201)
  token = minji.token
  await madang.application.awaitIdle()
  await madang.close()
})
afterAll(async () => {
  await endChildren()
  await simulator.stop()
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

interface Sending {
  readonly nth: number
  /** What was answered before the process died; the same must be answered after. */
  answered: string | null
}

async function proceed(child: Child, sending: Sending): Promise<boolean> {
  const body = { to: payee, amount: AMOUNT, memo: '월세' }
  const sent = await askChild(child, token, 'POST', '/api/remittances', `send-${sending.nth}`, body)
  if (!sent) return false
  expect(sent.status).toBe(201)
  if (sending.answered !== null) expect(sent.text).toBe(sending.answered)
  sending.answered = sent.text
  const { id } = JSON.parse(sent.text)
  const look = () => askChild(child, token, 'GET', `/api/remittances/${id}`)
  return lookUntil(look, ({ status }) => {
    expect(status).not.toBe('failed')
    return status === 'succeeded'
  })
}

test('SIGKILL in the middle of a remittance: each is pulled once, paid once and posted once', async () => {
  let begun = 0
  const begin = (nth: number): Sending => {
    begun += 1
    return { nth, answered: null }
  }
  const places = await killEverywhere({ environment: environment(), begin, proceed, by: BY })
  expect(places).toBeGreaterThan(20)
  const sent = begun * AMOUNT
  expect([await bank.balance(payer), await bank.balance(payee)]).toEqual([AT_BANK - sent, sent])
  const madang = await openTestPlatform({ databaseUrl: database.url, env: environment() })
  await madang.application.awaitIdle()
  expect(await madang.balance(token)).toMatchObject({ available: 0, pending: 0 })
  expect(await madang.differences()).toEqual([])
  await madang.close()
}, 300_000)
