import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Queryable } from '../../platform/db/database.ts'
import type { Outcome } from '../../platform/kit/command.ts'
import { systemClock } from '../../platform/ports/ports.ts'
import { runChecks } from '../../platform/verification/verify.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { openTestApplication, origin, type TestApplication } from '../../test/harness/application.ts'
import { linesFrom, newProduct } from '../../test/harness/shelf.ts'
import { checks } from './checks.ts'
import { addProduct, moveStock } from './commands.ts'
import { commitStockCommand, releaseStockCommand, reserveStockCommand, returnStockCommand } from './reserving.ts'
import { catalog } from './service.ts'

let test_: TestApplication
let shift_ms = 0
const clock = { now: () => new Date(systemClock.now().getTime() + shift_ms), after: systemClock.after }
const minutes = (count: number) => count * 60_000
const in15Minutes = () => new Date(clock.now().getTime() + minutes(15)).toISOString()

beforeAll(async () => {
  test_ = await openTestApplication({ services: [catalog], ports: { clock } })
})
afterAll(() => test_.close())

const writer = () => test_.application.service('catalog').writer
const query = async (sql: string, values: unknown[] = []) =>
  (await test_.application.service('catalog').read.query(sql, values)).rows
const add = (productId: string, stock: number) => writer().run(addProduct(newProduct(productId, { stock })), origin())
const reserve = (orderId: string, lines: string[]) =>
  writer().run(reserveStockCommand({ orderId, lines: linesFrom(lines), expiresAt: in15Minutes() }), origin())
const level = async (productId: string) =>
  (await query('select on_hand::int, reserved::int from stock where product_id = $1', [productId]))[0]
const codeOf = (outcome: Outcome) => (outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind)

const expectNoDifferences = async () => {
  const found = await runChecks(checks, test_.application.service('catalog').read)
  expect(found.filter(({ differences }) => differences.length > 0)).toEqual([])
}

describe('flash sale', () => {
  test('100 units, 5,000 buyers, every third with two lines of the same product: exactly 100 sold', async () => {
    await add('flash', 100)
    await add('plenty', 10_000)
    const linesOf = (buyer: number): string[] => {
      if (buyer % 3 === 0) return ['flash', 'plenty', 'flash']
      return buyer % 3 === 1 ? ['flash'] : ['plenty', 'flash']
    }
    const began_ms = performance.now()
    const outcomes = await Promise.all(
      Array.from({ length: 5_000 }, (_, buyer) => reserve(`ord_flash_${buyer}`, linesOf(buyer))),
    )
    const took_ms = performance.now() - began_ms
    const winners = outcomes.flatMap((outcome, buyer) => (outcome.kind === 'accepted' ? [buyer] : []))
    const pieces = winners.reduce((sum, buyer) => sum + (buyer % 3 === 0 ? 2 : 1), 0)
    expect(pieces).toBe(100)
    expect(outcomes.filter(outcome => codeOf(outcome) === 'out_of_stock')).toHaveLength(5_000 - winners.length)
    expect(await level('flash')).toEqual({ on_hand: 100, reserved: 100 })
    await expectNoDifferences()

    await Promise.all(
      winners.map(buyer =>
        writer().run(commitStockCommand({ orderId: `ord_flash_${buyer}`, lines: linesFrom(linesOf(buyer)) }), origin()),
      ),
    )
    expect(await level('flash')).toEqual({ on_hand: 0, reserved: 0 })
    const [shipped] = await query(
      `select -sum(change)::int as sold, max(number) as last from stock_movements where product_id = 'flash' and kind = 'shipped'`,
    )
    expect(shipped).toEqual({ sold: 100, last: winners.length + 1 })
    await expectNoDifferences()
    expect(took_ms).toBeLessThan(30_000)
  })
})

describe('a reservation in time', () => {
  test('expires at its deadline by its timer, only if it is still open', async () => {
    await add('timed', 10)
    await reserve('ord_open', ['timed x2'])
    await reserve('ord_sold', ['timed x3'])
    await reserve('ord_left', ['timed x4'])
    const order = (orderId: string, line: string) => ({ orderId, lines: linesFrom([line]) })
    await writer().run(commitStockCommand(order('ord_sold', 'timed x3')), origin())
    await writer().run(releaseStockCommand(order('ord_left', 'timed x4')), origin())
    expect(await level('timed')).toEqual({ on_hand: 7, reserved: 2 })
    expect(await query(`select id from timers where id in ('reservation/ord_sold', 'reservation/ord_left')`)).toEqual(
      [],
    )

    shift_ms += minutes(14)
    await test_.application.service('catalog').timers.step()
    expect(await level('timed')).toEqual({ on_hand: 7, reserved: 2 })
    shift_ms += minutes(2)
    await test_.application.service('catalog').timers.step()
    expect(await level('timed')).toEqual({ on_hand: 7, reserved: 0 })
    const states = await query(
      `select order_id, status from reservations where order_id = any('{ord_open,ord_sold,ord_left}') order by 1`,
    )
    expect(states.map(({ status }) => status)).toEqual(['released', 'expired', 'committed'])
    expect(codeOf(await writer().run(commitStockCommand(order('ord_open', 'timed x2')), origin()))).toBe(
      'reservation_expired',
    )
    await expectNoDifferences()
  })

  test('a deadline that passed while the process was down is kept after the restart', async () => {
    await add('restarted', 5)
    await reserve('ord_restart', ['restarted x5'])
    shift_ms += minutes(16)
    await test_.restart()
    await expect.poll(() => level('restarted')).toEqual({ on_hand: 5, reserved: 0 })
  })
})

describe('movements', () => {
  test('are numbered, sum up, and can be neither changed nor deleted', async () => {
    const operator = { id: 'mem_op', operator: true }
    await add('moved', 10)
    await reserve('ord_moved', ['moved x4'])
    const order = { orderId: 'ord_moved', lines: linesFrom(['moved x4']) }
    await writer().run(commitStockCommand(order), origin())
    await writer().run(moveStock({ productId: 'moved', change: -1, reason: 'broken' }, operator), origin('mem_op'))
    await writer().run(returnStockCommand(order), origin())
    const rows = await query(
      `select number, kind, change::int, on_hand::int, order_id, reason from stock_movements
       where product_id = 'moved' order by number`,
    )
    expect(rows).toEqual([
      { number: 1, kind: 'received', change: 10, on_hand: 10, order_id: null, reason: 'initial stock' },
      { number: 2, kind: 'shipped', change: -4, on_hand: 6, order_id: 'ord_moved', reason: null },
      { number: 3, kind: 'adjusted', change: -1, on_hand: 5, order_id: null, reason: 'broken' },
      { number: 4, kind: 'returned', change: 4, on_hand: 9, order_id: 'ord_moved', reason: null },
    ])
    await expect(query('update stock_movements set change = change + 1')).rejects.toThrow('permission denied')
    await expect(query('delete from stock_movements')).rejects.toThrow('permission denied')
    await expectNoDifferences()
  })

  test.each([
    ['on hand is touched', `update stock set on_hand = on_hand + 1 where product_id = 'checked'`],
    ['reserved is touched', `update stock set reserved = reserved + 1 where product_id = 'checked'`],
    ['a reservation is lost', `delete from reservations where order_id = 'ord_checked'`],
    ['a reservation is closed', `update reservations set status = 'committed' where order_id = 'ord_checked'`],
    ['a product is switched off beside', `update products set active = false where product_id = 'checked'`],
    ['stock is deleted', `delete from stock where product_id = 'checked'`],
    ['a movement is deleted', `delete from stock_movements where product_id = 'checked'`],
    ['a movement is changed', `update stock_movements set on_hand = 4 where product_id = 'checked'`],
    ['a sale has no movement', `update reservations set status = 'returned' where order_id = 'ord_checked'`],
  ])('the checks see when %s', async (_, sql) => {
    await add('checked', 5)
    await reserve('ord_checked', ['checked x2'])
    expect(await differencesAfter(sql)).not.toEqual([])
    await expectNoDifferences()
  })

  test.each([
    ['reserved below zero', 'update stock set reserved = -1', 'reserved_not_negative'],
    ['more reserved than there is', 'update stock set reserved = on_hand + 1', 'available_not_negative'],
  ])('the table itself refuses %s', async (_, sql, constraint) => {
    await expect(query(sql)).rejects.toThrow(constraint)
  })
})

test('after all this every view equals its events, and every check is content', async () => {
  const results = await verifyApplication(test_.database.url, [catalog])
  expect(results.filter(({ differences }) => differences.length > 0)).toEqual([])
  expect(results.map(({ name }) => name)).toContain('the view stock-movements equals its events')
})

/** What the checks find in a transaction that did this, and is then rolled back. */
async function differencesAfter(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: test_.database.url, options: '-c search_path=catalog' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(sql)
    const found = await runChecks(checks, client as unknown as Queryable)
    return found.flatMap(({ differences }) => differences)
  } finally {
    await client.end()
  }
}
