import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { feeOf } from '../../contracts/franchises.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import { BankControl } from '../../simulators/bank/control.ts'
import { type BankSimulator, startBankSimulator } from '../../simulators/bank/server.ts'
import { type Child, endChildren } from '../harness/child.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'
import {
  APART,
  askChild,
  BANK_API_KEY,
  environmentOutside,
  killEverywhere,
  lookUntil,
  PLACES_MAX,
} from '../harness/kill.ts'
import { type AtBank, type Member, openTestPlatform } from '../harness/platform.ts'
import { merchantOf } from '../harness/shop.ts'

/**
 * Five members' money on its way at once, and then a settlement: the process is killed at the places of it, one a time, with
 * whatever was under way then. Started again, each of them has moved once. Two lanes, each with a platform and a bank of its
 * own, share the places; the suite takes every eighth. All of them:
 *   PAY_KILL=full node bin/madang.mjs run vitest run --configLoader native test/proofs/pay-kill.test.ts
 */
const FULL = process.env.PAY_KILL === 'full'
const LANES = 2
const BY = FULL ? LANES : 8 * LANES
/** Where a lane begins; not the same places as its neighbour's. */
const FROM = FULL ? [1, 2] : [1, 9]
const LIMIT_MS = FULL ? 900_000 : 120_000

const AT_BANK = 10_000_000
const RICH = 1_000_000
const [TOP_UP, SOLD, SENT, TAKEN] = [1_000, 2_000, 10_000, 500]
const FEE_BP = 250
const EARNED = SOLD - feeOf(SOLD, FEE_BP)

const ASKED = {
  'top-up': '/api/money/top-ups',
  payment: '/api/payments',
  remittance: '/api/remittances',
  withdrawal: '/api/money/withdrawals',
} as const
const DONE = new Set(['succeeded', 'approved', 'settled'])
type Errand = keyof typeof ASKED
const ERRANDS = Object.keys(ASKED) as Errand[]

interface Journey {
  readonly nth: number
  /** What was answered before the process died; the same must be answered after. */
  readonly answered: Map<Errand, string>
}

class Lane {
  readonly #from: number
  readonly #directory = mkdtempSync(join(tmpdir(), 'madang-pay-kill-'))
  readonly #members = new Map<Errand, Member & { readonly account: AtBank }>()
  readonly #shops: { readonly id: string; readonly account: AtBank }[] = []
  readonly #payee = { bankCode: '004', accountNumber: '220000000002', holderName: '이임대' }
  readonly #ended: Journey[] = []
  #database!: TestDatabase
  #simulator!: BankSimulator
  #bank!: BankControl
  #operator!: Member

  constructor(from: number) {
    this.#from = from
  }

  get #environment() {
    return { ...environmentOutside(this.#database.url, this.#directory, this.#simulator.url), ...APART }
  }

  async prepare(): Promise<void> {
    this.#simulator = await startBankSimulator({ ports: systemPorts(), port: 0, apiKey: BANK_API_KEY })
    this.#bank = new BankControl(this.#simulator.url)
    this.#database = await createDatabase()
    await this.#bank.open({ ...this.#payee, balance: 0 })
    const madang = await openTestPlatform({ databaseUrl: this.#database.url, env: this.#environment })
    this.#operator = await madang.operator()
    for (const [nth, errand] of ERRANDS.entries()) {
      const member = await madang.register()
      const account = { bankCode: '088', accountNumber: `11000000000${nth}`, holderName: '홍길동' }
      await this.#bank.open({ ...account, balance: AT_BANK })
      expect((await madang.post('/api/banking/accounts', account, member.token)).status).toBe(201)
      this.#members.set(errand, { ...member, account })
    }
    await madang.application.awaitIdle()
    const deposit = { userId: this.#members.get('withdrawal')?.id, amount: RICH }
    expect((await madang.post('/api/money/deposits', deposit, this.#operator.token)).status).toBe(201)
    const merchant = await merchantOf(madang, this.#operator)
    for (let nth = 0; nth <= PLACES_MAX / BY + 1; nth += 1) {
      const account = { bankCode: '088', accountNumber: `3300000${String(nth).padStart(5, '0')}`, holderName: '박점주' }
      await this.#bank.open({ ...account, balance: 0 })
      const shop = { name: `마당 ${nth}호점`, contact: '051-123-4567', bankAccount: account }
      const { id } = (await madang.post('/api/franchises', shop, merchant.token)).body
      await madang.ask('PATCH', `/api/franchises/${id}`, { token: this.#operator.token, body: { feeBp: FEE_BP } })
      this.#shops.push({ id, account })
    }
    await madang.application.awaitIdle()
    await madang.close()
  }

  async close(): Promise<void> {
    await this.#simulator.stop()
    await this.#database.drop()
    rmSync(this.#directory, { recursive: true, force: true })
  }

  killEverywhere(): Promise<number> {
    const proceed = (child: Child, journey: Journey) => this.#proceed(child, journey)
    const begin = (nth: number): Journey => {
      const journey = { nth, answered: new Map() }
      this.#ended.push(journey)
      return journey
    }
    return killEverywhere({ environment: this.#environment, begin, proceed, from: this.#from, by: BY })
  }

  #shopOf({ nth }: Journey): { readonly id: string; readonly account: AtBank } {
    const shop = this.#shops[(nth - this.#from) / BY]
    if (!shop) throw new Error(`there is no shop for the ${nth}th place`)
    return shop
  }

  #bodyOf(errand: Errand, journey: Journey): object {
    switch (errand) {
      case 'top-up':
        return { amount: TOP_UP }
      case 'payment':
        return { franchiseId: this.#shopOf(journey).id, amount: SOLD, paymentMethod: 'wallet' }
      case 'remittance':
        return { to: this.#payee, amount: SENT }
      case 'withdrawal':
        return { amount: TAKEN }
    }
  }

  async #proceed(child: Child, journey: Journey): Promise<boolean> {
    const done = await Promise.all(ERRANDS.map(errand => this.#run(child, errand, journey)))
    return done.every(Boolean) && this.#settle(child, journey)
  }

  async #run(child: Child, errand: Errand, journey: Journey): Promise<boolean> {
    const path = ASKED[errand]
    const token = this.#members.get(errand)?.token ?? ''
    const key = `${errand}-${journey.nth}`
    const answer = await askChild(child, token, 'POST', path, key, this.#bodyOf(errand, journey))
    if (!answer) return false
    expect([errand, answer.status, answer.text]).toEqual([errand, 201, journey.answered.get(errand) ?? answer.text])
    journey.answered.set(errand, answer.text)
    const { id } = JSON.parse(answer.text)
    return lookUntil(
      () => askChild(child, token, 'GET', `${path}/${id}`),
      ({ status }) => {
        expect(['failed', 'declined']).not.toContain(status)
        return DONE.has(status)
      },
    )
  }

  /** What was sold a moment ago may not be known to settlements yet: then there is another run. */
  async #settle(child: Child, journey: Journey): Promise<boolean> {
    const { token } = this.#operator
    const businessDate = businessDateOf(new Date())
    const path = `/api/settlements?franchiseId=${this.#shopOf(journey).id}`
    return lookUntil(
      async () => {
        const found = await askChild(child, token, 'GET', path)
        if (found && JSON.parse(found.text).items.length === 0) {
          await askChild(child, token, 'POST', '/api/settlements/run', undefined, { businessDate })
        }
        return found
      },
      ({ items }) => items[0]?.status === 'paid',
    )
  }

  /** Everything moved once. */
  async check(): Promise<void> {
    const times = this.#ended.length
    const { lines } = await this.#bank.books()
    const moved = Map.groupBy(lines, ({ direction, amount }) => `${direction} ${amount}`)
    const counts = Object.fromEntries([...moved].map(([what, of]) => [what, of.length]))
    const ins = { [`in ${TOP_UP}`]: times, [`in ${SOLD}`]: times, [`in ${SENT}`]: times }
    expect(counts).toEqual({
      ...ins,
      [`out ${SENT}`]: times,
      [`out ${TAKEN}`]: times,
      [`out ${EARNED}`]: times,
    })
    for (const journey of this.#ended) {
      expect(await this.#bank.balance(this.#shopOf(journey).account)).toBe(EARNED)
    }
    expect(await this.#bank.balance(this.#payee)).toBe(times * SENT)
    const madang = await openTestPlatform({ databaseUrl: this.#database.url, env: this.#environment })
    await madang.application.awaitIdle()
    const available = { 'top-up': times * TOP_UP, payment: 0, remittance: 0, withdrawal: RICH - times * TAKEN }
    for (const [errand, { token }] of this.#members) {
      expect(await madang.balance(token), errand).toMatchObject({ available: available[errand], pending: 0 })
    }
    expect(await madang.differences()).toEqual([])
    await madang.close()
  }
}

const lanes = FROM.map(from => new Lane(from))
beforeAll(() => Promise.all(lanes.map(lane => lane.prepare())))
afterAll(async () => {
  await endChildren()
  await Promise.all(lanes.map(lane => lane.close()))
})

describe('SIGKILL in the middle of top-ups, payments, remittances, withdrawals and settlements', () => {
  test('before and after commits and calls: each is done once', { timeout: LIMIT_MS }, async () => {
    const places = await Promise.all(lanes.map(lane => lane.killEverywhere()))
    expect(Math.min(...places)).toBeGreaterThan(30)
    if (FULL) console.log({ places })
    for (const lane of lanes) await lane.check()
  })
})
