import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Queryable } from '../../platform/db/database.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { totalsAsOf } from '../../services/money/ledger/totals.ts'
import { transactionsOf } from '../../services/money/ledger/transactions.ts'
import { money } from '../../services/money/service.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'

/** The book of a release in which transfers had no numbers, brought to this one; and what a page of it costs. */
const COUNT = 30_000
const WALLETS = 50
const wallet = (n: number) => `wallet:mem_${n}:KRW`
const busy = wallet(0)
let database: TestDatabase
let client: pg.Client

/** Two of three transfers are the busy wallet's, one in and one out. They lie in the table in no order. */
const TRANSFERS = `
  insert into transfers (id, kind, debit_account, credit_account, amount, currency, debit_after, credit_after, at)
  select 'trf_' || lpad(n::text, 9, '0'), 'transfer',
         case n % 3 when 0 then $1 else 'wallet:mem_' || 1 + n % $3::int || ':KRW' end,
         case n % 3 when 1 then $1 else 'wallet:mem_' || 1 + $3 + n % $3 || ':KRW' end,
         n, 'KRW', 0, 0, timestamptz '2026-11-01' + n * interval '1 second'
  from generate_series(1, $2) n order by hashint4(n)`

beforeAll(async () => {
  database = await createDatabase()
  const before = mkdtempSync(join(tmpdir(), 'madang-migrations-'))
  for (const file of ['001-ledger.sql', '002-bank.sql']) {
    cpSync(fileURLToPath(new URL(file, money.migrations)), join(before, file))
  }
  await migrate(database.url, [{ name: 'money', migrations: pathToFileURL(before) }])
  rmSync(before, { recursive: true })
  client = new pg.Client({ connectionString: database.url, options: '-c search_path=money' })
  await client.connect()
  await client.query(TRANSFERS, [busy, COUNT, WALLETS])
  await migrate(database.url, [money])
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const read: Queryable = { query: (text, values) => client.query(text, values as unknown[]) as never }

test('transfers that were there are numbered by their ids, and the next one comes after them', async () => {
  const { rows } = await client.query(`select id, number::float8 as number from transfers order by number`)
  const ids = Array.from({ length: COUNT }, (_, index) => `trf_${String(index + 1).padStart(9, '0')}`)
  expect(rows.map(({ id }) => id)).toEqual(ids)
  expect(rows.at(-1).number).toBe(COUNT)
  await client.query(`set role madang_money`)
  const next = await client.query(
    `insert into transfers (id, kind, debit_account, credit_account, amount, currency, debit_after, credit_after, at)
     values ('trf_', 'transfer', 'a', 'b', 1, 'KRW', 0, 0, now()) returning number::float8 as number`,
  )
  expect(next.rows).toEqual([{ number: COUNT + 1 }])
  await expect(client.query('update transfers set number = default')).rejects.toThrow(/permission denied/)
  await client.query('reset role')
})

const literal = (value: unknown): string => {
  if (value === null) return 'null'
  return pg.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value))
}

/** Counts the pages of the table and its indexes that a prepared statement looked at. */
const costOf = (cost: { pages: number }): Queryable => ({
  async query(text, values = []) {
    await client.query(`prepare measured as ${text}`)
    const { rows } = await client.query(
      `explain (analyze, buffers, format json) execute measured (${values.map(literal).join(', ')})`,
    )
    await client.query('deallocate measured')
    const [{ Plan: plan }] = rows[0]['QUERY PLAN']
    cost.pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    return { rows: [], rowCount: 0 }
  },
})
const query = { accounts: [busy, 'wallet:mem_0:USD'], from: null, to: null, limit: 21 }

test.each(['force_custom_plan', 'force_generic_plan'])(
  'a page of a busy account reads little more than it shows, wherever it begins (%s)',
  async mode => {
    await client.query(`set plan_cache_mode = ${mode}`)
    for (const before of [COUNT + 1, COUNT / 2, 30]) {
      const rows = await transactionsOf(read, { ...query, after: before })
      const own = Array.from({ length: before - 1 }, (_, index) => before - 1 - index).filter(n => n % 3 !== 2)
      expect(rows.map(({ number }) => number)).toEqual(own.slice(0, 21))
      expect(rows.map(({ direction }) => direction)).toEqual(
        rows.map(({ number }) => (number % 3 === 0 ? 'out' : 'in')),
      )
      const cost = { pages: 0 }
      for (const direction of [null, 'in', 'out'] as const) {
        cost.pages = 0
        await transactionsOf(costOf(cost), { ...query, after: before, direction, kind: 'transfer' })
        expect(cost.pages).toBeGreaterThan(0)
        expect(cost.pages).toBeLessThan(100)
      }
    }
    await client.query('reset plan_cache_mode')
  },
)

test('totals at an instant are those of the account up to then', async () => {
  const sum = (rest: number) => {
    const own = Array.from({ length: 9_000 }, (_, index) => index + 1).filter(n => n % 3 === rest)
    return own.reduce((total, n) => total + n, 0)
  }
  const totals = await totalsAsOf(read, busy, '2026-11-01T02:30:00Z')
  expect(totals).toMatchObject({ debitsPosted: sum(0), creditsPosted: sum(1) })
})
