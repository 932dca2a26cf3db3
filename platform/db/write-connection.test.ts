import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApplication, type TestApplication } from '../../test/harness/application.ts'
import { bareService } from '../service/service.ts'
import { WriteConnection } from './write-connection.ts'

const IDLE_MS = 250
const migrations = new URL('../../test/core/migrations/', import.meta.url)

let opened: TestApplication
beforeAll(async () => {
  opened = await openTestApplication({ services: [bareService({ name: 'alpha', migrations })], loops: false })
})
afterAll(() => opened.close())

const openConnections = async () =>
  (
    await opened.application.service('alpha').read.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and application_name = 'madang alpha'`,
    )
  ).rows[0]?.count

async function backendOf(connection: WriteConnection, sql: string): Promise<number> {
  await connection.connect()
  const tx = connection.begin()
  const { rows } = await tx.query<{ pid: number }>(sql)
  await tx.commit()
  return rows[0]!.pid
}

test('of one service is closed when it is idle, and opened again when it is needed', async () => {
  const connection = new WriteConnection(opened.database.url, 'alpha', IDLE_MS)
  const first = await backendOf(connection, 'select pg_backend_pid() as pid')
  expect(await backendOf(connection, 'select pg_backend_pid() as pid')).toBe(first)
  await expect.poll(openConnections).toBe(0)
  expect(await backendOf(connection, 'select pg_backend_pid() as pid')).not.toBe(first)
  await connection.end()
})

test('is not idle while a statement waits for its answer', async () => {
  const connection = new WriteConnection(opened.database.url, 'alpha', IDLE_MS)
  const first = await backendOf(connection, 'select pg_backend_pid() as pid from pg_sleep(0.75)')
  expect(await backendOf(connection, 'select pg_backend_pid() as pid')).toBe(first)
  await connection.end()
})

test('does not outlive its end when it was still being opened', async () => {
  const connection = new WriteConnection(opened.database.url, 'alpha', IDLE_MS * 100)
  const opening = connection.connect()
  await connection.end()
  await opening
  expect(await openConnections()).toBe(0)
})
