import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Role } from '../../contracts/identity.ts'
import { schemaOf } from '../../platform/db/database.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { OPENING_BALANCE } from '../../simulators/bank/server.ts'
import { idPlacesOf, put, write } from '../edge/bad-values.ts'
import { bodyFor, signatureOf } from '../edge/bodies.ts'
import { cases, type Operation, operationsOf, parametersIn, readDocument, urlOf } from '../edge/operations.ts'
import { isAmount, type Schema, variantsOf } from '../edge/schema.ts'
import { type Request, send, sendAll } from '../edge/send.ts'
import { allPathValuesIn, MONEY, openWorld, type Person, PRICE, person, type World } from '../edge/world.ts'
import type { AtBank } from '../harness/platform.ts'

/**
 * Nobody makes money from outside: every write of the API is tried by every role with bodies that are right, and with such
 * as somebody might try. After each, what the platform owes grew by nothing but what came to its accounts at the bank and the
 * PSP, and whoever did not ask has lost nothing. And of franchises, each merchant sees their own.
 */
let world: World
let operations: readonly Operation[]
let client: pg.Client
/** Members of one role each, who own nothing but their wallet and their bank account, and Minji, who has one of all. */
const people = new Map<string, Person | null>()
const accounts = new Map<string, AtBank>()

world = await openWorld()
operations = operationsOf(await readDocument(world.madang))
const { madang, operator, minji } = world
/** What ends a log-in comes last. */
const endsLogIn = ({ id }: Operation): boolean => ['refreshTokens', 'logOut', 'changePassword', 'leave'].includes(id)
const writes = operations
  .filter(({ method }) => method !== 'GET')
  .toSorted((one, other) => Number(endsLogIn(one)) - Number(endsLogIn(other)))
/** Operations that somebody was allowed. */
const allowed = new Set<string>()
/** Those that move money when they are; else nothing would have been tried. */
const MOVERS = [
  'pay',
  'transferMoney',
  'requestTopUp',
  'requestWithdrawal',
  'placeOrder',
  'cancelOrder',
  'sendRemittance',
]

beforeAll(async () => {
  client = new pg.Client({ connectionString: madang.databaseUrl })
  await client.connect()
  people.set('anonymous', null)
  for (const role of Role.enum) {
    if (role === 'operator') continue
    const roles = role === 'customer' ? [role] : ['customer', role]
    const one = await person(madang, operator, roles)
    people.set(role, one)
    accounts.set(one.id, await madang.linkBankAccount(one, MONEY))
  }
  people.set('Minji', minji)
  const { accounts: atBank } = await madang.bank.books()
  accounts.set(minji.id, atBank.find(({ accountNumber }) => world.secrets.includes(accountNumber))!)
  await madang.application.awaitIdle()
})
afterAll(async () => {
  await client.end()
  await madang.close()
})

/** What everybody has, by the three books of it. */
interface Books {
  /** Of the ledger, in minor units, by account. */
  readonly ledger: ReadonlyMap<string, number>
  /** Posted by an operator's hand. */
  readonly deposited: number
  /** Of the corporate account, since the beginning. */
  readonly bank: number
  readonly atBank: ReadonlyMap<string, number>
  /** Charged less cancelled at the PSP, by currency. */
  readonly psp: ReadonlyMap<string, number>
}

async function booksNow(): Promise<Books> {
  await madang.application.awaitIdle()
  const money = schemaOf('money')
  const [{ rows }, { rows: posted }, bank, psp] = await Promise.all([
    client.query(`select id, case normal_side when 'credit' then credits_posted - debits_posted
                               else debits_posted - credits_posted end::float8 as balance from ${money}.accounts`),
    client.query(`select coalesce(sum(amount), 0)::float8 as sum from ${money}.transfers where kind = 'deposit'`),
    madang.bank.books(),
    pspMovements(),
  ])
  return {
    ledger: new Map(rows.map(({ id, balance }) => [id, balance])),
    deposited: posted[0].sum,
    bank: bank.corporate - OPENING_BALANCE,
    atBank: new Map(bank.accounts.map(({ accountNumber, balance }) => [accountNumber, balance])),
    psp,
  }
}

async function pspMovements(): Promise<Map<string, number>> {
  const url = madang.application.service('payments').context.settings.PSP_URL
  const { movements } = (await (await fetch(`${url}/simulator/statement`)).json()) as {
    movements: readonly { kind: string; currency: string; amount: number }[]
  }
  const sums = new Map<string, number>()
  for (const { kind, currency, amount } of movements) {
    sums.set(currency, (sums.get(currency) ?? 0) + (kind === 'charge' ? amount : -amount))
  }
  return sums
}

/** Every unit that the platform owes to anybody is explained by one that came to the bank or the PSP. */
function explained({ ledger, deposited, bank, psp }: Books): void {
  expect(ledger.get('bank:KRW') ?? 0).toBe(bank + deposited)
  for (const currency of ['KRW', 'USD']) expect(ledger.get(`psp:${currency}`) ?? 0).toBe(psp.get(currency) ?? 0)
  for (const currency of ['KRW', 'USD']) {
    const own = [...ledger].filter(([id]) => id.endsWith(`:${currency}`))
    const sum = (kinds: RegExp) => own.reduce((total, [id, balance]) => total + (kinds.test(id) ? balance : 0), 0)
    expect(sum(/^(wallet|franchise|fee|sales|suspense):/)).toBe(sum(/^(bank|psp):/))
  }
  for (const [id, balance] of ledger) if (id.startsWith('wallet:')) expect([id, balance >= 0]).toEqual([id, true])
}

/** Wallets and bank accounts of everybody but the caller: they may be given something, and lose nothing. */
function unharmed(before: Books, after: Books, asker: Person | null): void {
  const own = asker && accounts.get(asker.id)?.accountNumber
  for (const [id, balance] of before.ledger) {
    if (!id.startsWith('wallet:') || (asker && id.includes(asker.id))) continue
    expect([id, after.ledger.get(id)! >= balance]).toEqual([id, true])
  }
  for (const [accountNumber, balance] of before.atBank) {
    if (accountNumber === own) continue
    expect([accountNumber, after.atBank.get(accountNumber)! >= balance]).toEqual([accountNumber, true])
  }
  expect(after.deposited).toBe(before.deposited)
}

const AMOUNTS = [-PRICE, -1, 0, 0.5, 1e15, Number.MAX_SAFE_INTEGER]
const CURRENCIES = ['USD', 'XXX']

/** Where amounts and currencies stand in a body. */
function placesOf(schema: Schema, is: (name: string, member: Schema) => boolean, path: string[] = []): string[][] {
  return variantsOf(schema).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([name, member]) => [
      ...(is(name, member) ? [[...path, name]] : []),
      ...placesOf(member, is, [...path, name]),
    ]),
  )
}

/** The right body, and all that might be tried instead. */
function bodiesFor(operation: Operation, asker: Person): { what: string; text: string }[] {
  if (!operation.body) return []
  const valid = bodyFor(operation, world, asker)
  const others = [minji.id, operator.id, ...(world.things.orders ?? []), ...(world.things.franchises ?? [])]
  const tried = [
    ...placesOf(operation.body, (_, member) => isAmount(member)).flatMap(path =>
      AMOUNTS.map(value => ({ path, value })),
    ),
    ...placesOf(operation.body, name => name === 'currency').flatMap(path =>
      CURRENCIES.map(value => ({ path, value })),
    ),
    ...idPlacesOf(operation.body, valid).flatMap(path => others.map(value => ({ path, value }))),
  ]
  const bodies = tried.map(({ path, value }) => ({
    what: `${path.join('.')} is ${value}`,
    text: write(put(valid, path, value)),
  }))
  return [{ what: 'as it should be', text: write(valid) }, ...bodies]
}

/** Of Minji's things, and of one's own where a thing has the member's id. */
function requestsFor(operation: Operation, asker: Person | null): Request[] {
  const token = asker?.token
  const own = Object.fromEntries(parametersIn(operation, 'path').map(({ name }) => [name, asker?.id ?? 'nobody']))
  const hers = allPathValuesIn(world, operation).map(values => urlOf(operation, values))
  const urls = new Set([...hers, urlOf(operation, own)])
  const bodies = operation.body ? bodiesFor(operation, asker ?? minji) : [{ what: 'no body', text: undefined }]
  return [...urls].flatMap(url =>
    bodies.map(({ what, text }) => {
      const json = text === undefined ? {} : { 'content-type': 'application/json', ...signatureOf(operation, text) }
      return { url, what, text, token, headers: json }
    }),
  )
}

describe('nobody makes money', () => {
  test.each(cases(writes))('$title', async ({ operation }) => {
    for (const [role, asker] of people) {
      const before = await booksNow()
      const findings = await sendAll(madang, operation, requestsFor(operation, asker), ({ status }) => {
        if (status < 300) allowed.add(operation.id)
        return status >= 500 ? `${role} is answered ${status}` : null
      })
      expect(findings).toEqual([])
      const after = await booksNow()
      explained(after)
      unharmed(before, after, asker)
      if (asker === null) expect([...after.ledger]).toEqual([...before.ledger])
    }
  })

  test('although what moves it was allowed to those who may', () => {
    expect([...allowed]).toEqual(expect.arrayContaining(MOVERS))
  })

  test('an operator posts what came in at the bank: that much, and to that wallet', async () => {
    const before = await booksNow()
    const deposit = { userId: minji.id, amount: 12_345 }
    expect((await madang.post('/api/money/deposits', deposit, operator.token)).status).toBe(201)
    const after = await booksNow()
    explained(after)
    expect(after.deposited - before.deposited).toBe(12_345)
    const wallet = `wallet:${minji.id}:KRW`
    const changed = [...after.ledger].filter(([id, balance]) => balance !== before.ledger.get(id))
    expect(changed.map(([id]) => id).toSorted()).toEqual(['bank:KRW', wallet])
  })
})

describe('a merchant sees', () => {
  /** What a merchant owns, and what in the answers is nobody else's. */
  interface Stall {
    readonly owner: Person
    readonly franchise: string
    readonly payment: string
    readonly settlement: string
  }
  const stalls: Stall[] = []
  const reads = operations.filter(
    ({ method, path, roles }) =>
      method === 'GET' &&
      /^\/api\/(payments|settlements|franchises)/.test(path) &&
      (roles.length === 0 || roles.includes('merchant')),
  )
  /** Everybody may see where one may pay, but not who did. */
  const offered = new Set(['listFranchises', 'getFranchise'])
  /** Sums, which name nothing that they are made of. */
  const sums = new Set(['listDailySales', 'getUpcomingPayouts', 'listSettledMonths'])

  beforeAll(async () => {
    const payer = await person(madang, operator, ['customer'])
    const at = { name: '마당 옆점', contact: '051-111-2222' }
    for (const nth of [1, 2]) {
      const owner = await person(madang, operator, ['customer', 'merchant'])
      const bankAccount = await madang.openBankAccount(0)
      const made = await madang.post('/api/franchises', { ...at, name: `${at.name} ${nth}`, bankAccount }, owner.token)
      const franchise: string = made.body.id
      await madang.application.awaitIdle()
      const pay = { franchiseId: franchise, amount: PRICE, paymentMethod: 'wallet' }
      const paid = await madang.post('/api/payments', pay, payer.token, { prefer: 'wait=5' })
      expect(paid.body.status).toBe('approved')
      stalls.push({ owner, franchise, payment: paid.body.id, settlement: '' })
    }
    await madang.application.awaitIdle()
    const businessDate = businessDateOf(madang.clock.now())
    const run = await madang.post('/api/settlements/run', { businessDate }, operator.token, { prefer: 'wait=5' })
    expect(run.body.paid).toBeGreaterThanOrEqual(2)
    const { items } = (await madang.get('/api/settlements?limit=100', operator.token)).body
    for (const [nth, stall] of stalls.entries()) {
      const own = items.find(({ franchiseId }: { franchiseId: string }) => franchiseId === stall.franchise)
      stalls[nth] = { ...stall, settlement: own.id }
    }
  })

  const idsOf = ({ franchise, payment, settlement }: Stall) => [franchise, payment, settlement]
  const ask = (operation: Operation, { owner }: Stall, url: string) =>
    send(madang, operation, { url, what: 'a stall', token: owner.token })

  test.each(cases(reads))('$title: their own, and nobody else’s', async ({ operation }) => {
    for (const [own, other] of [stalls, stalls.toReversed()] as [Stall, Stall][]) {
      const hidden = offered.has(operation.id) ? [other.payment, other.settlement] : idsOf(other)
      const inPath = parametersIn(operation, 'path')
      const values = (id: string) => Object.fromEntries(inPath.map(({ name }) => [name, encodeURIComponent(id)]))
      const filters = parametersIn(operation, 'query').some(({ name }) => name === 'franchiseId')
      const queries = filters ? [{}, { franchiseId: other.franchise }, { franchiseId: own.franchise }] : [{}]
      const seen: number[] = []
      for (const query of queries) {
        for (const id of inPath.length > 0 ? idsOf(other) : ['']) {
          const { status, text } = await ask(operation, own, urlOf(operation, values(id), query))
          expect([status < 500, hidden.filter(each => each !== id && text.includes(each))]).toEqual([true, []])
          if (inPath.length > 0 && !offered.has(operation.id)) expect([403, 404]).toContain(status)
        }
        for (const id of inPath.length > 0 ? idsOf(own) : ['']) {
          const { status, text } = await ask(operation, own, urlOf(operation, values(id), query))
          const isOwn = inPath.length > 0 || sums.has(operation.id) || idsOf(own).some(each => text.includes(each))
          if (status === 200 && isOwn) seen.push(status)
        }
      }
      expect(seen.length).toBeGreaterThan(0)
    }
  })
})

test('and after all that the books are sound', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
})
