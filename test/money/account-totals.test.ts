import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Queryable } from '../../platform/db/database.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { numberOf } from '../../services/money/ledger/account.ts'
import { loadAccounts } from '../../services/money/ledger/account-storage.ts'
import { money } from '../../services/money/service.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'

/** The accounts of a release in which names and totals were one row, brought to this one. */
const NARROW = '005-narrow-totals.sql'
const COUNT = 1_000
const ACCOUNTS = `
  insert into accounts (id, kind, owner, currency, normal_side, limited, active, version, debits_posted, credits_posted,
                        debits_pending, credits_pending)
  select 'wallet:mem_' || n || ':KRW', 'wallet', 'mem_' || n, 'KRW', 'credit', true, n % 7 <> 0, n, n, 10 * n, n % 5, n % 3
  from generate_series(1, ${COUNT}) n`
const EVERYTHING = `
  select id, kind, owner, currency, normal_side, limited, active, version::int as version, debits_posted, credits_posted,
         debits_pending, credits_pending from accounts order by id`
let database: TestDatabase
let client: pg.Client
let before: readonly Record<string, unknown>[]

beforeAll(async () => {
  database = await createDatabase()
  const all = new URL('../../services/money/migrations/', import.meta.url)
  const files = readdirSync(fileURLToPath(all)).filter(file => file < NARROW)
  const folder = mkdtempSync(join(tmpdir(), 'madang-migrations-'))
  for (const file of files) cpSync(fileURLToPath(new URL(file, all)), join(folder, file))
  await migrate(database.url, [{ name: 'money', migrations: pathToFileURL(folder) }])
  rmSync(folder, { recursive: true })
  client = new pg.Client({ connectionString: database.url, options: '-c search_path=money' })
  await client.connect()
  await client.query(ACCOUNTS)
  before = (await client.query(EVERYTHING)).rows
  await migrate(database.url, [money])
  await client.query('set role madang_money')
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const read: Queryable = { query: (text, values) => client.query(text, values as unknown[]) as never }

test('every account has the terms and totals it had', async () => {
  expect(before).toHaveLength(COUNT + 10)
  expect((await client.query(EVERYTHING)).rows).toEqual(before)
})

test('an account that was there has the number that one of its name would be opened with', async () => {
  const ids = before.map(({ id }) => id as string)
  const heads = await loadAccounts(read, ids, true)
  expect(heads.map(({ state }) => state.terms.number)).toEqual(heads.map(({ state }) => numberOf(state.terms.id)))
  expect(heads.map(({ state }) => state.terms.id).sort()).toEqual([...ids].sort())
})

test('the last line still holds: no limited account goes past what it has', async () => {
  const overdrawing = client.query(`update account_totals set debits_posted = credits_posted + 1 where number = $1`, [
    numberOf('wallet:mem_1:KRW'),
  ])
  await expect(overdrawing).rejects.toMatchObject({ code: '23514', table: 'account_totals' })
})

test('an account may be part of more transfers than 2^31', async () => {
  const id = 'wallet:mem_1:KRW'
  await client.query(`update account_totals set version = 2147483648 where number = ${numberOf(id)}`)
  const [head] = await loadAccounts(client, [id], false)
  expect(head?.version).toBe(2_147_483_648)
})
