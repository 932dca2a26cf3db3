/**
 * One PostgreSQL server for a whole test run, as durable as in production because tests kill it on purpose; its data is in
 * the system's temporary folder and removed at the end. With DATABASE_URL set, that server is used instead.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../platform/embedded-postgres/embedded-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    adminUrl: string
  }
}

const prefix = 'madang-test-'
/** Test files that run side by side have up to two whole platforms each, with some five connections per service. */
const CONNECTIONS_MAX = 300

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.DATABASE_URL
  if (given) {
    project.provide('adminUrl', given)
    return undefined
  }
  await removeLeftovers()
  const directory = mkdtempSync(join(tmpdir(), prefix))
  const server = await startEmbeddedPostgres({ directory, settings: { max_connections: CONNECTIONS_MAX } })
  project.provide('adminUrl', server.url)
  return async () => {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Runs that were killed could not clean up. Those of a living run, or of another user, refuse and are left alone. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const directory = join(tmpdir(), name)
    if (!name.startsWith(prefix) || !existsSync(join(directory, 'lock'))) continue
    try {
      await (await startEmbeddedPostgres({ directory })).stop()
      rmSync(directory, { recursive: true, force: true })
    } catch {}
  }
}
