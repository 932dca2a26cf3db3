/** Databases for tests: each test file makes its own, empty or as a copy of a prepared one. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  readonly name: string
  readonly url: string
  /** Ends all its sessions first. */
  drop(): Promise<void>
}

/** The url of the run's server, as a user that may create databases and roles. */
export const adminUrl = (): string => inject('adminUrl')

/** `template` is the name of a database that nobody is connected to. */
export async function createDatabase(template = 'template1'): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(template)}`)
  const url = new URL(adminUrl())
  url.pathname = `/${name}`
  return { name, url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl() })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
