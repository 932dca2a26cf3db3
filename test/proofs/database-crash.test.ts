import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/embedded-postgres/embedded-postgres.ts'
import type { Command, IdempotencyKey, Outcome } from '../../platform/kit/command.ts'
import { deposit } from '../../services/money/wallets/deposit.ts'
import { transferBetweenMembers } from '../../services/money/wallets/transfer.ts'
import { openWallets } from '../../services/money/wallets/wallets.ts'
import { origin } from '../harness/application.ts'
import { openTestPlatform, type TestPlatform } from '../harness/platform.ts'

const MEMBERS = 100
const CLIENTS = 32
const PURSE = 1_000_000
const LOAD_MS = 6_000
const CRASHES = 3

let directory: string
let server: EmbeddedPostgres
let madang: TestPlatform

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'madang-crash-'))
  server = await startEmbeddedPostgres({ directory })
  madang = await openTestPlatform({ databaseUrl: server.url })
  const { writer } = madang.application.service('money')
  const members = Array.from({ length: MEMBERS }, (_, nth) => member(nth))
  await Promise.all(members.map(id => writer.run(openWallets(id), origin())))
  await Promise.all(members.map(id => writer.run(give(id), origin())))
})
afterAll(async () => {
  await madang.close()
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
})

const member = (nth: number): string => `mem_crash-${nth}`
const give = (memberId: string): Command => deposit({ memberId, amount: PURSE, currency: 'KRW', memo: null })

/** Repeats the same command under the same key until it is known what became of it. */
async function untilKnown(command: Command, idempotency: IdempotencyKey): Promise<Outcome> {
  for (;;) {
    try {
      const outcome = await madang.application.service('money').writer.run(command, origin(), idempotency)
      if (outcome.kind === 'accepted' || outcome.refusal.code !== 'overloaded') return outcome
    } catch {
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}

/** Waits for a server that is still recovering from the crash before. */
async function connected(): Promise<pg.Client> {
  for (;;) {
    const client = new pg.Client({ connectionString: server.url })
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch {
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}

/** A server process dies without a word: PostgreSQL throws everyone out and recovers from its log. */
async function crash(): Promise<void> {
  const client = await connected()
  const { rows } = await client.query(
    `select pid from pg_stat_activity where application_name = 'madang money' and state <> 'idle' limit 1`,
  )
  const pid = rows[0]?.pid ?? (await client.query('select pg_backend_pid() as pid')).rows[0].pid
  process.kill(pid, 'SIGKILL')
  await client.end().catch(() => {})
}

test('the database crashes under load: what was answered is there, nothing else, to the last won', async () => {
  const expected = new Map(Array.from({ length: MEMBERS }, (_, nth) => [member(nth), PURSE]))
  const until = Date.now() + LOAD_MS
  let accepted = 0
  const client = async (nth: number) => {
    for (let round = 0; Date.now() < until; round += 1) {
      const from = member((nth * 7 + round) % MEMBERS)
      const to = member((nth * 13 + round * 3 + 1) % MEMBERS)
      const amount = 1 + ((nth + round) % 900)
      if (from === to) continue
      const command = transferBetweenMembers({ from, to, amount, currency: 'KRW', memo: null, max: 10_000_000 })
      const outcome = await untilKnown(command, { key: `crash-${nth}-${round}`, fingerprint: 'f' })
      if (outcome.kind === 'refused') continue
      accepted += 1
      expected.set(from, (expected.get(from) ?? 0) - amount)
      expected.set(to, (expected.get(to) ?? 0) + amount)
    }
  }
  const crashes = (async () => {
    for (let nth = 0; nth < CRASHES; nth += 1) {
      await new Promise(resolve => setTimeout(resolve, LOAD_MS / (CRASHES + 1)))
      await crash()
    }
  })()
  await Promise.all([crashes, ...Array.from({ length: CLIENTS }, (_, nth) => client(nth))])

  expect(accepted).toBeGreaterThan(1_000)
  await expect
    .poll(
      () =>
        madang.application.awaitIdle().then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true)
  const { rows } = await madang.application
    .service('money')
    .read.query<{ owner: string; balance: number }>(
      `select owner, (credits_posted - debits_posted)::float8 as balance from accounts where kind = 'wallet' and currency = 'KRW'`,
    )
  expect(new Map(rows.map(({ owner, balance }) => [owner, balance]))).toEqual(expected)
  const transfers = await madang.application
    .service('money')
    .read.query(`select count(*)::int as n from transfers where kind = 'transfer'`)
  expect(transfers.rows[0].n).toBe(accepted)
  expect(await madang.differences()).toEqual([])
}, 60_000)
