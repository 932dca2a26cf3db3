import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { services } from '../../main/services.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { type PspSimulator, startPspSimulator } from '../../simulators/psp/server.ts'
import { type Child, endChildren } from '../harness/child.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'
import { APART, askChild, killEverywhere, lookUntil } from '../harness/kill.ts'
import { openTestPlatform } from '../harness/platform.ts'

/**
 * The process is killed at every place of a purchase where it has just committed or is about to, one place a time, and
 * started again. The same requests are then repeated with the same keys until they are answered.
 */
let database: TestDatabase
let psp: PspSimulator
let directory: string
let token = ''

const PRICE = 10_000
/** Where all commit together there are fewer places, and the outbox is tested above: every third of them. */
const TOGETHER_BY = process.env.PAY_KILL === 'full' ? 1 : 3
const SECRET = 'test_sk_kill'
const card = { cardNumber: '4242424242424242', expiryMonth: 12, expiryYear: 2030, cvv: '123' }
const address = { street: '마당로 1', city: '서울', zipCode: '04524' }

const environment = () => ({
  DATABASE_URL: database.url,
  MADANG_DATA: directory,
  PSP_URL: psp.url,
  PSP_SECRET_KEY: SECRET,
  MADANG_RATE_LIMIT: 'off',
  MADANG_RATE_LIMIT_CREDENTIALS: 'off',
})

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'madang-kill-'))
  psp = await startPspSimulator({ ports: systemPorts(), port: 0, secretKey: SECRET })
  database = await createDatabase()
  const madang = await openTestPlatform({ databaseUrl: database.url, env: environment() })
  const operator = await madang.operator()
  await madang.addProduct({ productId: 'kill-me', price: PRICE, stock: 1_000 })
  token = (await madang.richMember(operator, 1_000_000)).token
  await madang.application.awaitIdle()
  await madang.close()
})
afterAll(async () => {
  await endChildren()
  await psp.stop()
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

interface Purchase {
  /** Names its requests' keys. */
  readonly name: string
  readonly byCard: boolean
  /** What was answered before the process died; the same must be answered after. */
  placed: string | null
  paid: string | null
}

/** Goes through the purchase as far as the process lives. True when the order is at its end. */
async function proceed(child: Child, purchase: Purchase): Promise<boolean> {
  const { name, byCard } = purchase
  const order = { items: [{ productId: 'kill-me', quantity: 1 }], shippingAddress: address }
  const body = byCard ? order : { ...order, paymentMethod: 'wallet' }
  const placed = await askChild(child, token, 'POST', '/api/orders', `order-${name}`, body)
  if (!placed) return false
  expect(placed.status, placed.text).toBe(201)
  if (purchase.placed !== null) expect(placed.text).toBe(purchase.placed)
  purchase.placed = placed.text
  const { orderId } = JSON.parse(placed.text)
  if (byCard) {
    const payment = { orderId, amount: PRICE, paymentMethod: 'credit_card', cardDetails: card }
    const paid = await askChild(child, token, 'POST', '/api/payments', `pay-${name}`, payment)
    if (!paid) return false
    expect(paid.status, paid.text).toBe(201)
    if (purchase.paid !== null) expect(paid.text).toBe(purchase.paid)
    purchase.paid = paid.text
  }
  return isTerminal(child, orderId)
}

function isTerminal(child: Child, orderId: string): Promise<boolean> {
  const look = () => askChild(child, token, 'GET', `/api/orders/${orderId}`)
  return lookUntil(look, ({ status, progress }) => {
    if (progress?.status === 'done') expect(status).toBe('confirmed')
    return progress?.status === 'done'
  })
}

async function killPurchases(what: string, byCard: boolean, more: Record<string, string>, by = 1) {
  let purchases = 0
  const places = await killEverywhere<Purchase>({
    environment: { ...environment(), ...more },
    by,
    begin(nth) {
      purchases += 1
      return { name: `${what}-${nth}`, byCard, placed: null, paid: null }
    },
    proceed,
  })
  return { places, purchases }
}

const differences = async () =>
  (await verifyApplication(database.url, services)).filter(found => found.differences.length > 0)

describe('SIGKILL at every place of a purchase, then the same requests again', () => {
  test('by wallet: every order ends confirmed, paid once', async () => {
    const { places, purchases } = await killPurchases('wallet', false, APART)
    expect(places).toBeGreaterThan(15)
    const madang = await openTestPlatform({ databaseUrl: database.url, env: environment() })
    await madang.application.awaitIdle()
    const { rows } = await madang.application
      .service('orders')
      .read.query('select status, count(*)::int as n from orders group by 1')
    expect(rows).toEqual([{ status: 'confirmed', n: purchases }])
    expect(await madang.balance(token)).toMatchObject({ available: 1_000_000 - purchases * PRICE, pending: 0 })
    expect(await madang.stock('kill-me')).toMatchObject({ onHand: 1_000 - purchases, reserved: 0 })
    await madang.close()
    expect(await differences()).toEqual([])
  }, 180_000)

  test('by card: every order ends confirmed, charged once', async () => {
    const { places, purchases } = await killPurchases('card', true, APART)
    expect(places).toBeGreaterThan(15)
    const statement = (await (await fetch(`${psp.url}/simulator/statement`)).json()) as { movements: unknown[] }
    expect(statement.movements).toHaveLength(purchases)
    expect(await differences()).toEqual([])
  }, 180_000)

  test('by wallet, where all services commit together: every order ends confirmed, paid once', async () => {
    const before = await orders()
    const { places, purchases } = await killPurchases('together', false, {}, TOGETHER_BY)
    expect(places).toBeGreaterThan(7)
    const after = await orders()
    expect(after.confirmed).toBe(before.confirmed + purchases)
    expect(after.all).toBe(after.confirmed)
    expect(after.inlineCommandFor).toBeGreaterThan(before.inlineCommandFor)
    expect(await differences()).toEqual([])
  }, 180_000)
})

/** How many there are, and for how many the stock was reserved in the commit that placed them. */
async function orders(): Promise<{ all: number; confirmed: number; inlineCommandFor: number }> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query(
    `select count(*)::int as all, (count(*) filter (where status = 'confirmed'))::int as confirmed,
       (select count(*)::int from orders.events placed join orders.events said using (xid, correlation_id)
        where placed.type = 'orders.order-placed'
          and exists (select from json_array_elements(said.data -> 'before') awaited
                      where awaited -> 'data' ->> 'command' = 'catalog.reserve-stock')) as "inlineCommandFor"
     from orders.orders`,
  )
  await client.end()
  return rows[0]
}
