/** What the doctor looks at beyond the settings: the database, the key file, the disk. Nothing is made or changed. */
import { existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import pg from 'pg'
import { missingMigrations } from '../../platform/db/migrate.ts'
import { systemClock, systemPorts } from '../../platform/ports/ports.ts'
import { createVault } from '../../platform/vault/vault.ts'
import { emailKey } from '../../services/identity/members/feature.ts'
import type { Configuration } from '../configuration.ts'
import { hasDatabase, withDatabase } from '../database.ts'
import { DEMO_EMAILS } from '../demo/people.ts'
import { keyFileOf, openKeys } from '../keys.ts'
import { services } from '../services.ts'

export interface Facts {
  /** Null when there is no database yet. */
  readonly postgres: {
    /** `server_version_num` */
    readonly version: number
    /** Of the server before this machine. */
    readonly clockAhead_ms: number
  } | null
  /** Addresses of members that the demo data makes. */
  readonly demoLogIns: readonly string[]
  /** Null when the keys are in Vault. */
  readonly keyFile: {
    readonly path: string
    readonly isThere: boolean
    readonly isBesideData: boolean
    readonly isOpenToOthers: boolean
  } | null
  /** Null where the system does not say. */
  readonly diskFree_bytes: number | null
}

/** Throws what keeps the database or the keys from being opened. */
export async function look(configuration: Configuration): Promise<Facts> {
  const seen = hasDatabase(configuration)
    ? await withDatabase(configuration, url => inDatabase(url, configuration))
    : null
  return { ...factsWithoutDatabase(configuration), ...seen, diskFree_bytes: await diskFree(configuration) }
}

export const factsWithoutDatabase = (configuration: Configuration): Facts => ({
  postgres: null,
  demoLogIns: [],
  keyFile: keyFileFacts(configuration),
  diskFree_bytes: null,
})

async function inDatabase(url: string, configuration: Configuration): Promise<Pick<Facts, 'postgres' | 'demoLogIns'>> {
  const missing = await missingMigrations(url, services)
  const client = new pg.Client({ connectionString: url, application_name: 'madang doctor' })
  await client.connect()
  try {
    const asked_ms = systemClock.now().getTime()
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int as version, extract(epoch from clock_timestamp()) * 1000 as now_ms`,
    )
    const here_ms = (asked_ms + systemClock.now().getTime()) / 2
    const postgres = { version: rows[0].version, clockAhead_ms: Number(rows[0].now_ms) - here_ms }
    return { postgres, demoLogIns: missing === null ? [] : await demoLogIns(client, url, configuration) }
  } finally {
    await client.end()
  }
}

/** Addresses are encrypted: they are found by their keyed hashes. */
async function demoLogIns(client: pg.Client, url: string, configuration: Configuration): Promise<string[]> {
  const { rows: tables } = await client.query(`select to_regclass('identity.heads') is not null as there`)
  if (!tables[0].there || !(await hasMembers(client))) return []
  const ports = systemPorts()
  const keys = await openKeys(configuration, url, ports.random)
  const vault = await createVault({ service: 'identity', keys, database: { query: noQuery }, ports })
  const emails = new Map<string, string>(DEMO_EMAILS.map(email => [emailKey(vault.blindIndex(email)), email]))
  const { rows } = await client.query(
    `select stream from identity.heads where stream = any($1) and state ->> 'memberId' is not null`,
    [[...emails.keys()]],
  )
  return rows.map(({ stream }) => emails.get(stream) ?? '').sort()
}

async function hasMembers(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('select 1 from identity.subject_keys limit 1')
  return rows.length > 0
}

/** Hashes need no table. */
const noQuery = async () => {
  throw new Error('the doctor opens nothing that is encrypted')
}

const OTHERS = 0o077

function keyFileFacts(configuration: Configuration): Facts['keyFile'] {
  const file = keyFileOf(configuration)
  if (file === null) return null
  const path = resolve(file)
  const found = statSync(path, { throwIfNoEntry: false })
  const isOpenToOthers = found !== undefined && process.platform !== 'win32' && (found.mode & OTHERS) !== 0
  const isBesideData = !relative(configuration.dataDirectory, path).startsWith('..')
  return { path, isThere: found !== undefined, isBesideData, isOpenToOthers }
}

async function diskFree({ dataDirectory }: Configuration): Promise<number | null> {
  let folder = dataDirectory
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  const found = await statfs(folder).catch(() => null)
  return found && found.bavail * found.bsize
}
