import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { maskedNames } from '../../contracts/identity.ts'
import { walletOf } from '../../contracts/money.ts'
import type { Command } from '../../platform/kit/command.ts'
import { MovableClock } from '../../platform/ports/movable-clock.ts'
import { rebuild } from '../../platform/runtime/rebuild.ts'
import { bareService } from '../../platform/service/service.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { viewDifferences } from '../../platform/verification/view-differences.ts'
import { transfersView } from '../../services/money/ledger/transfers-view.ts'
import { money } from '../../services/money/service.ts'
import { deposit } from '../../services/money/wallets/deposit.ts'
import { CSV_ROWS_MAX } from '../../services/money/wallets/transactions-api.ts'
import { transferBetweenMembers } from '../../services/money/wallets/transfer.ts'
import { openWallets } from '../../services/money/wallets/wallets.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { FakeBank } from '../harness/fake-bank.ts'
import { type ServiceEdge, serviceEdge } from '../harness/service-edge.ts'

/** What a member and an operator see of an account's transfers. */
const migrations = new URL('../core/migrations/', import.meta.url)
const rpc = () => ({ [maskedNames.type]: async () => ({}) })
const services = [bareService({ name: 'identity', migrations, rpc }), money, new FakeBank().service]
const clock = new MovableClock()
const DAY = new Date('2026-11-19T00:00:00Z')
const minuteOf = (minute: number) => new Date(DAY.getTime() + minute * 60_000)
let world: TestApplication
let edge: ServiceEdge

const run = async (command: Command) => {
  const outcome = await world.application.service('money').writer.run(command, origin('system:test'))
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.code)
}
async function openWith(memberId: string, amount: number): Promise<string> {
  await run(openWallets(memberId))
  await run(deposit({ memberId, amount, currency: 'KRW', memo: null }))
  return memberId
}
const pay = (from: string, to: string, amount: number) =>
  run(transferBetweenMembers({ from, to, amount, currency: 'KRW', memo: null, max: amount }))

const pageOf = async (memberId: string, query = '') =>
  (await edge.ask({ id: memberId }, 'GET', `/api/money/transactions?${query}`)).body
async function listOf(memberId: string, query = 'limit=7') {
  const items: any[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: any = await pageOf(memberId, `${query}${cursor && `&cursor=${cursor}`}`)
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}
const changes = (items: readonly any[]) => items.map(({ direction, amount }) => (direction === 'in' ? amount : -amount))
async function totals(memberId: string, asOf: string) {
  const path = `/api/money/ledger/accounts/${walletOf(memberId, 'KRW')}?asOf=${asOf}`
  const { body } = await edge.ask({ id: 'mem_operator', roles: ['operator'] }, 'GET', path)
  return [body.debitsPosted, body.creditsPosted]
}

const [MINJI, JUNHO] = ['mem_minji', 'mem_junho']
const PAIRS = 40
/** What Minji's wallet lost and got, newest first: she pays Junho, then he pays her. */
const between = Array.from({ length: PAIRS }, (_, index) => [PAIRS - index, -(PAIRS - index) * 10]).flat()

/** So many numbers are one stretch of the indexes. */
const STRETCH = 2 ** 18
/** The next transfer gets this number, as after a longer history. */
async function numberNext(next: number): Promise<void> {
  const client = new pg.Client({ connectionString: world.database.url })
  await client.connect()
  await client.query(`alter sequence money.transfers_number_seq restart with ${next}`)
  await client.end()
}

beforeAll(async () => {
  world = await openTestApplication({ services, ports: { clock } })
  edge = serviceEdge(world, 'money')
  clock.moveTo(DAY)
  await openWith(MINJI, 100_000)
  await openWith(JUNHO, 100_000)
  for (let n = 1; n <= PAIRS; n += 1) {
    clock.moveTo(minuteOf(n))
    // In the middle of a stretch, at its end, and two stretches with nothing of theirs in them.
    if (n === 10) await numberNext(STRETCH - 3)
    if (n === 25) await numberNext(4 * STRETCH + 1)
    await pay(MINJI, JUNHO, n * 10)
    await pay(JUNHO, MINJI, n)
  }
})
afterAll(async () => {
  await edge.close()
  await world.close()
})

test('many transfers in both directions between two wallets: all pages, each once, newest first', async () => {
  for (const limit of [1, 7, 81, 100]) {
    expect(changes(await listOf(MINJI, `limit=${limit}`))).toEqual([...between, 100_000])
  }
  const other = between.map(change => -change)
  expect(changes(await listOf(JUNHO))).toEqual([...other, 100_000])
  const balances = (await listOf(MINJI)).map(({ balanceAfter }) => balanceAfter)
  expect(balances.slice(0, -1).map((balance, index) => balance - balances[index + 1])).toEqual(between)
})

test('of a span of time, over pages', async () => {
  const span = `from=${minuteOf(11).toISOString()}&to=${minuteOf(21).toISOString()}`
  const inSpan = changes(await listOf(MINJI, `limit=7&${span}`))
  expect(inSpan).toEqual(between.slice((PAIRS - 20) * 2, (PAIRS - 10) * 2))
  expect(await totals(MINJI, minuteOf(20.5).toISOString())).toEqual([2_100, 100_210])
  expect(await totals(JUNHO, minuteOf(0.5).toISOString())).toEqual([0, 100_000])
})

test('of one direction, or of one kind, over pages', async () => {
  const all = [...between, 100_000]
  expect(changes(await listOf(MINJI, 'limit=7&direction=in'))).toEqual(all.filter(change => change > 0))
  expect(changes(await listOf(MINJI, 'limit=7&direction=out'))).toEqual(all.filter(change => change < 0))
  expect(changes(await listOf(MINJI, 'limit=7&kind=transfer'))).toEqual(between)
  expect(changes(await listOf(MINJI, 'kind=deposit'))).toEqual([100_000])
  expect(changes(await listOf(MINJI, 'kind=deposit&direction=out'))).toEqual([])
  const { status, body } = await edge.ask({ id: MINJI }, 'GET', '/api/money/transactions?kind=ownerless')
  expect([status, body.code]).toEqual([400, 'invalid_request'])
})

test('one by its id, from either side and from nobody else’s', async () => {
  const [newest] = await listOf(MINJI, 'limit=1')
  const path = `/api/money/transactions/${newest.id}`
  expect((await edge.ask({ id: MINJI }, 'GET', path)).body).toEqual(newest)
  expect((await edge.ask({ id: JUNHO }, 'GET', path)).body).toMatchObject({ id: newest.id, direction: 'out' })
  for (const [asker, id] of [
    ['mem_stranger', newest.id],
    [MINJI, 'trf_unknown'],
  ]) {
    const { status, body } = await edge.ask({ id: asker }, 'GET', `/api/money/transactions/${id}`)
    expect([status, body.code]).toEqual([404, 'transaction_unknown'])
  }
})

test('sums by month and by day, every one from the first to today', async () => {
  const sumsOf = async (query: string) =>
    (await edge.ask({ id: MINJI }, 'GET', `/api/money/transactions/summary?${query}`)).body
  const { from, to, items } = await sumsOf('months=2')
  expect([from, to]).toEqual(['2026-10-01', '2026-11-19'])
  const total = (sign: number) =>
    [...between, 100_000].filter(change => change * sign > 0).reduce((sum, change) => sum + change * sign, 0)
  expect(items).toEqual([
    { period: '2026-10', currency: 'KRW', in: 0, out: 0, count: 0 },
    { period: '2026-11', currency: 'KRW', in: total(1), out: total(-1), count: between.length + 1 },
  ])
  const days = await sumsOf('months=1&by=day')
  expect(days.items).toHaveLength(19)
  expect(days.items.at(-1)).toEqual({ ...items[1], period: '2026-11-19' })
  expect((await edge.ask({ id: 'mem_new' }, 'GET', '/api/money/transactions/summary')).body.items).toHaveLength(6)
})

test('a cursor from before there were numbers, and one that was made up, are refused', async () => {
  const { nextCursor } = await pageOf(MINJI, 'limit=1')
  expect(JSON.parse(Buffer.from(nextCursor, 'base64url').toString())).toBeTypeOf('number')
  for (const position of ['trf_01a1f851-92ad-7000-bc8b-5fd4112d44be', -1, 1.5, 1e300, null]) {
    const cursor = Buffer.from(JSON.stringify(position)).toString('base64url')
    const { status, body } = await edge.ask({ id: MINJI }, 'GET', `/api/money/transactions?cursor=${cursor}`)
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  }
})

test('accounts whose names have the same hash do not see each other’s transfers', async () => {
  const [one, other] = [await openWith('mem_6968', 10_000), await openWith('mem_147227', 2_000)]
  const wallets = [one, other].map(memberId => walletOf(memberId, 'KRW'))
  const { rows } = await world.application
    .service('money')
    .read.query('select hashtext($1) = hashtext($2) as collide', wallets)
  expect(rows).toEqual([{ collide: true }])
  for (let amount = 1; amount <= 9; amount += 1) {
    await pay(one, MINJI, amount)
    await pay(MINJI, other, amount * 10)
    await pay(one, other, amount * 100)
  }
  const paid = [9, 8, 7, 6, 5, 4, 3, 2, 1]
  expect(changes(await listOf(one, 'limit=2'))).toEqual([...paid.flatMap(n => [-n * 100, -n]), 10_000])
  expect(changes(await listOf(other, 'limit=2'))).toEqual([...paid.flatMap(n => [n * 100, n * 10]), 2_000])
  const now = clock.now().toISOString()
  expect([await totals(one, now), await totals(other, now)]).toEqual([
    [4_545, 10_000],
    [0, 6_950],
  ])
})

test('the list is rebuilt from its events in the same order, and new events come after them', async () => {
  const seen = await listOf(MINJI)
  const differences = () => viewDifferences(world.database.url, 'money', transfersView)
  expect(await differences()).toEqual([])
  await world.application.service('money').read.inTransaction(async tx => {
    await tx.query(
      `insert into transfers (id, kind, debit_account, credit_account, amount, currency, debit_after, credit_after, at)
         values ('trf_forged', 'deposit', 'bank:KRW', $1, 5, 'KRW', 5, 5, now())`,
      [walletOf(MINJI, 'KRW')],
    )
  })
  expect(await differences()).toEqual([{ table: 'transfers', onlyLive: 1, onlyRebuilt: 0 }])
  expect(await rebuild(world.database.url, 'money', transfersView)).toBeGreaterThan(seen.length)
  expect(await listOf(MINJI)).toEqual(seen)
  await pay(MINJI, JUNHO, 3)
  expect(changes(await listOf(MINJI))).toEqual([-3, ...changes(seen)])
  await world.application.awaitIdle()
  const verified = await verifyApplication(world.database.url, services)
  expect(verified.filter(result => result.differences.length > 0)).toEqual([])
})

test('a file takes so many rows, and says when there are more', async () => {
  const many = await openWith('mem_many', 1)
  await world.application.service('money').read.inTransaction(async tx => {
    await tx.query(
      `insert into transfers (id, kind, debit_account, credit_account, amount, currency, debit_after, credit_after, at)
       select 'trf_many' || n, 'deposit', 'bank:KRW', $1, 1, 'KRW', n, n, timestamptz '2026-11-01' + n * interval '1 second'
       from generate_series(1, $2::int) n`,
      [walletOf(many, 'KRW'), CSV_ROWS_MAX],
    )
  })
  const ask = (query: string) => edge.ask({ id: many }, 'GET', `/api/money/transactions.csv${query}`)
  expect(await ask('')).toMatchObject({ status: 422, body: { code: 'too_many_rows', max: CSV_ROWS_MAX } })
  const { status, headers } = await ask('?from=2026-11-01T00:10:00Z')
  expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
})
