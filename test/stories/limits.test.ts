/** What can be written can be read: amounts at the limits of both currencies, and what `verify` says of those beyond. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { currencyDigits, minorMax } from '../../platform/http/routes/amount.ts'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let operator: Member
let minji: Member
let jisu: Member

beforeAll(async () => {
  // Somebody who may send all at once, so that the sums over all wallets are greater than any wallet.
  madang = await openTestPlatform({ env: { MONEY_TRANSFER_MAX_KRW: String(Number.MAX_SAFE_INTEGER) } })
  operator = await madang.operator()
  minji = await madang.register()
  jisu = await madang.register()
  await madang.application.awaitIdle()
})
afterAll(() => madang.close())

const deposit = (member: Member, amount: number, currency: string) =>
  madang.post('/api/money/deposits', { userId: member.id, amount, currency }, operator.token)
const trialBalance = () => madang.get('/api/money/ledger/trial-balance', operator.token)
const reads = async (member: Member) => [
  await madang.get('/api/money/balance', member.token),
  await madang.get('/api/money/transactions', member.token),
  await madang.get(`/api/money/ledger/accounts/wallet:${member.id}:USD`, operator.token),
  await madang.get(`/api/money/ledger/accounts/wallet:${member.id}:KRW`, operator.token),
  await madang.get('/api/money/ledger/accounts/bank:KRW', operator.token),
  await trialBalance(),
  await madang.get('/api/money/ledger/verify', operator.token),
]

describe.each([
  ['KRW', 9_007_199_254_740_991, 4_503_599_627_370_495],
  ['USD', 70_368_744_177_664, 35_184_372_088_832],
] as const)('a deposit in %s', (currency, limit, max) => {
  test('of the limit is refused with what the book can hold, and changes nothing', async () => {
    const before = await trialBalance()
    const refused = await deposit(minji, limit, currency)
    expect(refused).toMatchObject({ status: 422, body: { code: 'ledger_limit', max, currency } })
    const over = await deposit(minji, limit + 1, currency)
    expect(over).toMatchObject({ status: 400, body: { code: 'invalid_amount', max: limit, currency } })
    expect((await trialBalance()).text).toBe(before.text)
  })

  test('of all that people may pay in is read back to the last unit, and one more is refused', async () => {
    expect((await deposit(minji, max, currency)).status).toBe(201)
    const unit = 1 / 10 ** currencyDigits[currency]
    for (const member of [minji, jisu])
      expect(await deposit(member, unit, currency)).toMatchObject({ status: 422, body: { code: 'ledger_limit' } })
    expect(await madang.balance(minji.token, currency)).toMatchObject({ available: max, pending: 0 })
    for (const answer of await reads(minji)) expect(answer.status).toBe(200)
    expect(minorMax(currency)).toBeGreaterThanOrEqual(2 * max * 10 ** currencyDigits[currency])
  })
})

test('sums over all accounts have all their digits, beyond the limit too', async () => {
  const all = 4_503_599_627_370_495
  let from = minji
  for (let hops = 1; hops <= 3; hops += 1) {
    const to = hops === 1 ? jisu : await madang.register()
    await madang.application.awaitIdle()
    expect((await madang.post('/api/money/transfers', { to: to.id, amount: all }, from.token)).status).toBe(201)
    from = to
  }
  const { status, text, body } = await trialBalance()
  expect([status, body.balanced]).toEqual([200, true])
  const wallets = `"kind":"wallet","debitsPosted":${3n * BigInt(all)},"creditsPosted":${4n * BigInt(all)},`
  expect(text).toContain(wallets)
  expect(await madang.differences()).toEqual([])
})

describe('what is planted beyond the limit', () => {
  const WALLET = () => `wallet:${minji.id}:USD`
  /** By hand, past every rule: what, and where `verify` sees it. */
  const planted: readonly { service: string; statement: string; places: readonly string[] }[] = [
    {
      service: 'money',
      statement: `update account_totals set credits_posted = 7036874417766401
                  where number = (select number from account_terms where id = $1)`,
      places: ['accounts.credits_posted'],
    },
    {
      service: 'money',
      statement: `insert into transfers (id, kind, debit_account, credit_account, amount, currency, debit_after, credit_after, at)
                  values ('trf_planted', 'deposit', 'bank:USD', $1, 9007199254740993, 'USD', -9007199254740993, 7036874417766401, now())`,
      places: ['transfers.amount', 'transfers.credit_after', 'transfers.debit_after'],
    },
    {
      service: 'money',
      statement: `insert into holds (id, debit_account, credit_account, amount, currency, status, version)
                  values ('hld_planted', $1, 'sales:USD', 9223372036854775807, 'USD', 'pending', 1)`,
      places: ['holds.amount'],
    },
    {
      service: 'money',
      statement: `insert into regions (region, currency, day, top_ups, amount)
                  select 'seoul', 'KRW', '2026-11-20', 1, 9007199254740992 where $1 <> ''`,
      places: ['regions.amount'],
    },
    {
      service: 'catalog',
      statement: `update products set price = 9007199254740993 where product_id = 'coffee' and $1 <> ''`,
      places: ['products.price'],
    },
    {
      service: 'catalog',
      statement: `update stock set on_hand = 9007199254740993 where product_id = 'coffee' and $1 <> ''`,
      places: ['stock.on_hand'],
    },
    {
      service: 'catalog',
      statement: `update heads set state = replace(state::text, '"price":15000', '"price":9007199254740993')::json
                  where stream = 'product:coffee' and $1 <> ''`,
      places: ['heads.state'],
    },
    {
      service: 'payments',
      statement: `insert into payable_orders (order_id, member_id, amount, currency, status)
                  values ('ord_planted', $1, 9007199254740992, 'KRW', 'awaiting')`,
      places: ['payable_orders.amount'],
    },
  ]
  const FOUND = 'every number that is stored can be shown exactly'

  test('is found by verify, and keeps nobody from reading', async () => {
    await madang.addProduct({ productId: 'coffee', price: 15_000 })
    const client = new pg.Client({ connectionString: madang.databaseUrl })
    await client.connect()
    for (const { service, statement } of planted) {
      await client.query(`set search_path to ${service}`)
      await client.query(statement, [WALLET()])
    }
    await client.end()
    const found = (await madang.differences())
      .filter(({ name }) => name === FOUND)
      .flatMap(({ service, differences }) => differences.map(({ place }) => `${service} ${place}`))
    const expected = planted.flatMap(({ service, places }) => places.map(place => `${service} ${place}`))
    expect(found.toSorted()).toEqual(expected.toSorted())
    const { body } = await madang.get('/api/money/ledger/verify', operator.token)
    expect(body.checks.find(({ name }: { name: string }) => name === FOUND).differences).not.toEqual([])

    for (const answer of [
      ...(await reads(minji)),
      await madang.get('/api/money/regions/seoul', operator.token),
      await madang.get('/api/products'),
      await madang.get('/api/products/coffee'),
    ])
      expect(answer.status).toBe(200)
  })
})
