import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Child, endChildren, startChild } from './harness/child.ts'
import { madang } from './harness/command-line.ts'
import { createDatabase, type TestDatabase } from './harness/database.ts'

/** `madang operator` beside a running platform: it ends, whatever comes of it, and takes few connections. */
const RUNS = 30
const AT_ONCE = 2
const LIMIT_MS = 300_000
const PASSWORD = 'correct horse battery'

const directory = mkdtempSync(join(tmpdir(), 'madang-operator-'))
let database: TestDatabase
let platform: Child

const operator = (email: string, password = PASSWORD) =>
  madang(['operator', email, '운영 팀'], {
    env: { DATABASE_URL: database.url, MADANG_DATA: directory },
    input: `${password}\n`,
  })

beforeAll(async () => {
  database = await createDatabase()
  platform = await startChild({ DATABASE_URL: database.url, MADANG_DATA: directory })
  await platform.ready()
})

afterAll(async () => {
  await endChildren()
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

test('an operator that was made can log in at the running platform', async () => {
  const made = await operator('ops@example.com')
  expect([made.exit, made.stderr]).toEqual([0, ''])
  expect(made.stdout).toMatch(/^mem_[\w-]+\n$/)
  const answer = await fetch(`${platform.url}/api/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ops@example.com', password: PASSWORD }),
  })
  expect(await answer.json()).toMatchObject({ user: { roles: expect.arrayContaining(['operator']) } })
})

test.each([
  ['ops@example.com', PASSWORD, '이미 사용 중인 이메일', 'e-mail address is taken'],
  ['banana', PASSWORD, '이메일 주소가 올바르지 않아요', 'The e-mail address is not valid'],
  ['other@example.com', 'short', '비밀번호는 8자 이상', 'The password must have 8 to 200 characters'],
  ['other@example.com', '', '비밀번호는 8자 이상', 'The password must have 8 to 200 characters'],
])('%s with the password "%s" is refused in one sentence', async (email, password, ko, en) => {
  const { stdout, stderr, exit } = await operator(email, password)
  expect([exit, stdout]).toEqual([1, ''])
  const [korean, english, ...rest] = stderr.trimEnd().split('\n')
  expect(korean).toContain(ko)
  expect(english).toContain(en)
  expect(rest).toEqual([])
})

test(`refused ${RUNS} times, it ends ${RUNS} times, with two connections at most each`, {
  timeout: LIMIT_MS,
}, async () => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const mine = `select count(*)::int as count from pg_stat_activity where datname = current_database()`
  const before = (await client.query(mine)).rows[0].count
  const counts: number[] = []
  let running = true
  const counting = (async () => {
    while (running) {
      counts.push((await client.query(mine)).rows[0].count - before)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  })()
  const exits: unknown[] = []
  for (let run = 0; run < RUNS; run += AT_ONCE) {
    const ended = await Promise.all(Array.from({ length: AT_ONCE }, () => operator('ops@example.com')))
    exits.push(...ended.map(({ exit }) => exit))
  }
  running = false
  await counting
  await client.end()
  expect(exits).toEqual(Array.from({ length: RUNS }, () => 1))
  expect(Math.max(...counts)).toBeLessThanOrEqual(2 * AT_ONCE)
})
