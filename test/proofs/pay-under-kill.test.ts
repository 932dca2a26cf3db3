import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feeOf } from '../../contracts/franchises.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import { BankControl } from '../../simulators/bank/control.ts'
import { type BankSimulator, OPENING_BALANCE, startBankSimulator } from '../../simulators/bank/server.ts'
import { type Child, endChildren, startChild } from '../harness/child.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'
import { BANK_API_KEY, environmentOutside } from '../harness/kill.ts'
import { type Member, openTestPlatform } from '../harness/platform.ts'
import { merchantOf } from '../harness/shop.ts'
import { type Answer, type Crowd, client, KINDS, type Kind, known, type Walleteer } from './pay/crowd.ts'

/**
 * Wallets pay at franchises, send, fill up and withdraw at once while the platform is killed again and again. Then every
 * balance, ours and the bank's, is exactly what the answers add up to.
 *
 * In full, 1,000 wallets × 8 clients for 30 s, killed three times (it prints what it has done):
 *   PAY_UNDER_KILL=full node bin/madang.mjs run vitest run --configLoader native test/proofs/pay-under-kill.test.ts
 */
const FULL = process.env.PAY_UNDER_KILL === 'full'
const { wallets, clients, duration_ms, kills } = FULL
  ? { wallets: 1_000, clients: 8, duration_ms: 30_000, kills: 3 }
  : { wallets: 60, clients: 8, duration_ms: 4_000, kills: 2 }
const LIMIT_MS = FULL ? 900_000 : 120_000

const AT_BANK = 1_000_000
const RATES = [0, 33, 250, 10_000]

let database: TestDatabase
let simulator: BankSimulator
let bank: BankControl
let directory: string
let child: Child
let operator: Member
let crowd: Crowd

const environment = () => environmentOutside(database.url, directory, simulator.url)
const openHere = () => openTestPlatform({ databaseUrl: database.url, env: environment() })
const accountNumber = (nth: number) => `110${String(nth).padStart(9, '0')}`

/** Some at a time, so that what is measured later is not late because of it. */
async function inTens<T>(count: number, make: (nth: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  for (let from = 0; from < count; from += 10) {
    made.push(...(await Promise.all(Array.from({ length: Math.min(10, count - from) }, (_, nth) => make(from + nth)))))
  }
  return made
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'madang-under-kill-'))
  simulator = await startBankSimulator({ ports: systemPorts(), port: 0, apiKey: BANK_API_KEY })
  bank = new BankControl(simulator.url)
  database = await createDatabase()
  const madang = await openHere()
  operator = await madang.operator()
  const merchant = await merchantOf(madang, operator)
  const holder = async (holderName: string, nth: number, balance: number) => {
    const account = { bankCode: '088', accountNumber: accountNumber(nth), holderName }
    await bank.open({ ...account, balance })
    return account
  }
  const shops = await inTens(RATES.length, async nth => {
    const bankAccount = await holder('박점주', 1_000_000 + nth, 0)
    const shop = { name: `마당 ${nth}호점`, contact: '051-123-4567', bankAccount }
    const { id } = (await madang.post('/api/franchises', shop, merchant.token)).body
    const feeBp = RATES[nth]!
    const patched = await madang.ask('PATCH', `/api/franchises/${id}`, { token: operator.token, body: { feeBp } })
    expect(patched.body).toMatchObject({ id, feeBp })
    return { id: id as string, feeBp }
  })
  const payees = await inTens(5, nth => holder('이임대', 2_000_000 + nth, 0))
  const members = await inTens(wallets, async (nth): Promise<Walleteer> => {
    const { id, token } = await madang.register()
    const account = await holder('홍길동', nth, AT_BANK)
    expect((await madang.post('/api/banking/accounts', account, token)).status).toBe(201)
    return { id, token, account }
  })
  await madang.application.awaitIdle()
  await madang.close()
  crowd = { members, shops, payees, url: () => child.url, answers: [], repeated: 0, slowest_ms: 0 }
}, LIMIT_MS)
afterAll(async () => {
  await endChildren()
  await simulator.stop()
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

async function comeUp(): Promise<void> {
  const next = await startChild(environment())
  await next.ready()
  child = next
}

const BETWEEN_KILLS_MS = duration_ms / (kills + 1)
const alive = () => new Promise(resolve => setTimeout(resolve, BETWEEN_KILLS_MS))

/** It lives as long after the last kill as before each, however long a start takes. */
async function killAgainAndAgain(): Promise<void> {
  for (let nth = 0; nth < kills; nth += 1) {
    await alive()
    await child.kill()
    await comeUp()
  }
  await alive()
}

interface ListedItem {
  readonly id: string
  readonly status: string
  readonly amount: number
  readonly direction?: string
  readonly reference?: string | null
  readonly toppedUp?: number | null
}

/** All of a kind that a member has. */
async function listed({ token }: Walleteer, kind: Kind): Promise<ListedItem[]> {
  const items: ListedItem[] = []
  for (let cursor = ''; ; ) {
    const { status, body } = await known(crowd, token, 'GET', `${kind}?limit=100${cursor}`)
    expect(status).toBe(200)
    items.push(...body.items)
    if (body.nextCursor === null) return items
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
  }
}

const ENDED = new Set(['approved', 'declined', 'succeeded', 'failed'])
const DRAINED_MS = 240_000

/** What a member's lists show when nothing of it is under way any more. */
async function ended(member: Walleteer): Promise<Map<Kind, ListedItem[]>> {
  const limit = Date.now() + DRAINED_MS
  while (Date.now() < limit) {
    const lists = await Promise.all(KINDS.map(async kind => [kind, await listed(member, kind)] as const))
    if (lists.every(([, items]) => items.every(({ status }) => ENDED.has(status)))) return new Map(lists)
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  throw new Error(`what ${member.id} began did not come to an end`)
}

const sum = (items: readonly { amount: number }[]): number => items.reduce((total, { amount }) => total + amount, 0)

/** Everything as the members see it in the end: their lists, and what of their answers was done. */
interface Outcome {
  readonly lists: readonly Map<Kind, ListedItem[]>[]
  readonly done: readonly Answer[]
  /** Remittances that were done, by recipient. */
  readonly received: ReadonlyMap<string, readonly Answer[]>
}

async function outcomeOf(): Promise<Outcome> {
  const lists = await inTens(wallets, nth => ended(crowd.members[nth]!))
  const listed = new Map(lists.flatMap(kinds => [...kinds.values()].flat()).map(item => [item.id, item]))
  const done = crowd.answers.filter(({ id }) => /approved|succeeded/.test(listed.get(id ?? '')?.status ?? ''))
  const remittances = done.filter(({ kind }) => kind === 'remittances')
  return { lists, done, received: Map.groupBy(remittances, ({ to }) => to) }
}

/** Nothing happened without an answer: no request was carried out twice. */
function toldOfAll(member: Walleteer, kinds: ReadonlyMap<Kind, ListedItem[]>, own: readonly Answer[]): void {
  for (const kind of KINDS) {
    const ids = kinds.get(kind)?.filter(({ direction, reference }) => direction !== 'received' && !reference) ?? []
    const answered = own.flatMap(answer => (answer.kind === kind && answer.id ? [answer.id] : []))
    expect(ids.map(({ id }) => id).toSorted(), `${kind} of ${member.id}`).toEqual(answered.toSorted())
  }
  const pulledFor = new Map(kinds.get('money/top-ups')?.map(({ reference, amount }) => [reference, amount]))
  for (const { id, toppedUp, status } of kinds.get('remittances') ?? []) {
    if (status === 'succeeded' && typeof toppedUp === 'number') expect(pulledFor.get(id) ?? 0).toBe(toppedUp)
  }
}

async function walletsAgree({ lists, done, received }: Outcome, atBank: ReadonlyMap<string, number>): Promise<void> {
  const [answered, did] = [crowd.answers, done].map(answers => Map.groupBy(answers, ({ member }) => member.id))
  for (const [nth, kinds] of lists.entries()) {
    const member = crowd.members[nth]!
    toldOfAll(member, kinds, answered?.get(member.id) ?? [])
    const own = did?.get(member.id) ?? []
    const pulled = sum((kinds.get('money/top-ups') ?? []).filter(({ status }) => status === 'succeeded'))
    const withdrawn = sum(own.filter(({ kind }) => kind === 'money/withdrawals'))
    const spent = sum(own.filter(({ kind }) => kind === 'payments' || kind === 'remittances'))
    const available = pulled + sum(received.get(member.id) ?? []) - withdrawn - spent
    const { body: wallet } = await known(crowd, member.token, 'GET', 'money/balance')
    expect(wallet, member.id).toMatchObject({ available, pending: 0 })
    expect(atBank.get(member.account.accountNumber)).toBe(AT_BANK - pulled + withdrawn)
  }
}

async function shopsAgree({ done }: Outcome): Promise<void> {
  for (const { id, feeBp } of crowd.shops) {
    const sales = done.filter(({ kind, to }) => kind === 'payments' && to === id)
    const earned = sales.reduce((total, { amount }) => total + amount - feeOf(amount, feeBp), 0)
    expect(await ledger(`franchise:${id}:KRW`)).toBe(earned)
  }
}

async function ledger(account: string): Promise<number> {
  const { body } = await known(crowd, operator.token, 'GET', `money/ledger/accounts/${encodeURIComponent(account)}`)
  return body.balance
}

async function bankAgrees({ received }: Outcome): Promise<number> {
  const { accounts, lines, corporate } = await bank.books()
  const balances = new Map(accounts.map(each => [each.accountNumber, each.balance]))
  for (const { accountNumber } of crowd.payees) {
    expect(balances.get(accountNumber)).toBe(sum(received.get(accountNumber) ?? []))
  }
  expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length)
  expect(await ledger('bank:KRW')).toBe(corporate - OPENING_BALANCE)
  const date = businessDateOf(new Date())
  const { body: report } = await known(crowd, operator.token, 'GET', `banking/reconciliation?date=${date}`)
  expect([report.agrees, report.unresolved.count]).toEqual([true, 0])
  return lines.length
}

const title = `${wallets} wallets × ${clients} clients, killed ${kills} times: every balance is what the answers say`
test(title, { timeout: LIMIT_MS }, async () => {
  await comeUp()
  let isTerminal = false
  const killing = killAgainAndAgain().finally(() => {
    isTerminal = true
  })
  const working = Array.from({ length: clients }, (_, nth) => client(crowd, nth + 1, () => isTerminal))
  await Promise.all([...working, killing])

  const outcome = await outcomeOf()
  const { accounts } = await bank.books()
  await walletsAgree(outcome, new Map(accounts.map(({ accountNumber, balance }) => [accountNumber, balance])))
  await shopsAgree(outcome)
  const bankLines = await bankAgrees(outcome)

  await child.kill('SIGTERM')
  const madang = await openHere()
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
  await madang.close()

  const done = Object.fromEntries(KINDS.map(kind => [kind, outcome.done.filter(each => each.kind === kind).length]))
  expect(Math.min(...Object.values(done))).toBeGreaterThan(0)
  expect(crowd.repeated).toBeGreaterThan(0)
  const { answers, repeated, slowest_ms } = crowd
  const refused = answers.filter(({ id }) => id === null).length
  const summary = { answers: answers.length, refused, repeated, slowest_ms: Math.round(slowest_ms) }
  if (FULL) console.log({ ...summary, done, bankLines })
})
