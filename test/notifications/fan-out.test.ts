/**
 * An announcement reaches every member once, although the process is killed twice while it is told.
 * `MADANG_FAN_OUT_MEMBERS` says how many there are: 2,000 unless said.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memberRegistered } from '../../contracts/identity.ts'
import { accept } from '../../platform/kit/command.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { TURN_MEMBERS_MAX } from '../../services/notifications/announcements/feature.ts'
import { notifications } from '../../services/notifications/service.ts'
import { origin } from '../harness/application.ts'
import { type Child, endChildren, startChild } from '../harness/child.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'
import { askChild } from '../harness/kill.ts'
import { openTestPlatform, type TestPlatform } from '../harness/platform.ts'

const MEMBERS = Number(process.env.MADANG_FAN_OUT_MEMBERS ?? 2_000)
const TOGETHER = 500

let database: TestDatabase
let directory: string
let token: string

const environment = () => ({ DATABASE_URL: database.url, MADANG_DATA: directory, MADANG_RATE_LIMIT: 'off' })

/** As they would have registered, without passwords: hashing them takes longer than all the rest. */
async function addMembers({ application }: TestPlatform, count: number): Promise<void> {
  const { writer, context } = application.service('identity')
  for (let left = count; left > 0; left -= TOGETHER) {
    const events = Array.from({ length: Math.min(left, TOGETHER) }, () => {
      const memberId = context.ports.ids.next('mem')
      const facts = { memberId, roles: ['customer' as const], region: null, language: 'ko' as const }
      const sealed = { email: '-', name: '-', passwordHash: '-' }
      return memberRegistered.of(`member:${memberId}`, { ...facts, emailIndex: memberId, sealed })
    })
    const keys = events.map(({ stream }) => stream)
    await writer.run({ type: 'test.register', keys, decide: () => accept(events) }, origin('system:test'))
  }
}

beforeAll(async () => {
  database = await createDatabase()
  directory = mkdtempSync(join(tmpdir(), 'madang-fan-out-'))
  const madang = await openTestPlatform({ databaseUrl: database.url, env: environment() })
  ;({ token } = await madang.operator())
  await addMembers(madang, MEMBERS)
  await madang.application.awaitIdle(60_000)
  await madang.close()
}, 120_000)
afterAll(async () => {
  await endChildren()
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

const startToDieAt = (place: string) => startChild({ ...environment(), MADANG_CRASH_AT: place })
const dead = (child: Child) => expect.poll(() => child.ended).toBe(true)

const announce = (child: Child) =>
  askChild(child, token, 'POST', '/api/notifications/announcements', 'announce', {
    ko: '내일은 쉬어요.',
    en: 'We are closed tomorrow.',
    scope: 'all',
  })

test(`ntf.fan-out: ${MEMBERS} members are told once each, over two kills`, async () => {
  expect(MEMBERS).toBeGreaterThan(2 * TURN_MEMBERS_MAX)
  const first = await startToDieAt('notifications: after commit#2')
  await first.ready()
  await first.arm()
  await announce(first)
  await dead(first)
  // It goes on by itself at the start, and dies again before it has come to the end.
  await dead(await startToDieAt('!notifications: before commit#2'))
  const child = await startChild(environment())
  await child.ready()
  const made = await announce(child)
  expect(made?.status).toBe(201)
  const isDone = async () => {
    const listed = await askChild(child, token, 'GET', '/api/notifications/announcements')
    return JSON.parse(listed?.text ?? '{}').items?.map(({ done, told }: { done: boolean; told: number }) => [
      done,
      told,
    ])
  }
  // The operator is one of them.
  await expect.poll(isDone, { timeout: 60_000 }).toEqual([[true, MEMBERS + 1]])
  await child.kill('SIGTERM')

  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query(
    `select count(*)::int as messages, count(distinct member_id)::int as members from notifications.messages`,
  )
  await client.end()
  expect(rows).toEqual([{ messages: MEMBERS + 1, members: MEMBERS + 1 }])
  const results = await verifyApplication(database.url, [notifications])
  expect(results.filter(({ differences }) => differences.length > 0)).toEqual([])
})
