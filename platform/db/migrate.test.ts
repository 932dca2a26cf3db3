import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { roleOf } from './database.ts'
import { migrate } from './migrate.ts'

async function dropAll(databases: readonly TestDatabase[], role: string): Promise<void> {
  const last = await createDatabase()
  for (const database of databases) await database.drop()
  const client = new pg.Client({ connectionString: last.url })
  await client.connect()
  await client.query(`drop role ${role}`)
  await client.end()
  await last.drop()
}

it('two databases of one server may be migrated at once, although they share the roles', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'madang-migrations-'))
  const services = [{ name: `race${randomBytes(4).toString('hex')}`, migrations: pathToFileURL(folder) }]
  const databases: TestDatabase[] = []
  for (let n = 0; n < 6; n += 1) databases.push(await createDatabase())
  const applied = await Promise.all(databases.map(({ url }) => migrate(url, services)))
  const deps = readdirSync(new URL('./schema/', import.meta.url)).map(file => `${services[0]!.name}/floor/${file}`)
  expect(applied).toEqual(databases.map(() => deps))
  expect(await Promise.all(databases.map(({ url }) => migrate(url, services)))).toEqual(databases.map(() => []))
  await dropAll(databases, roleOf(services[0]!.name))
  rmSync(folder, { recursive: true })
})
