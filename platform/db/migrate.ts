/**
 * Migrates a database to the schema that the code expects: a schema and a role per service, then the numbered SQL files
 * of the platform and of the service, each once and in order. `current_service` in a file stands for the role of the
 * service.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { Mistake } from '../ports/mistake.ts'
import { roleOf, schemaOf } from './database.ts'

interface Migration {
  readonly service: string
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

export interface Migratable {
  readonly name: string
  readonly migrations?: URL
}

/** An arbitrary number. All processes that migrate the same database take this advisory lock. */
const MIGRATION_LOCK = 7_316_204

function filesOf(folder: URL, service: string, prefix: string): Migration[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.sql'))
    .sort()
    .map(file => {
      const sql = readFileSync(new URL(file, folder.href.endsWith('/') ? folder : `${folder.href}/`), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('base64url')
      return { service, name: prefix + file, sql, checksum }
    })
}

function migrationsOf(service: Migratable): Migration[] {
  const deps = filesOf(new URL('./schema/', import.meta.url), service.name, 'floor/')
  return [...deps, ...(service.migrations ? filesOf(service.migrations, service.name, '') : [])]
}

/** `returning old` came with this release. The statements of the writer use it. */
const SERVER_VERSION_MIN = 180_000

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select current_setting('server_version_num')::int as number, version() as text`)
  if (rows[0].number >= SERVER_VERSION_MIN) return
  throw new Mistake({
    ko: `PostgreSQL 18 이상이 필요해요. 이 서버는 ${rows[0].text} 버전이에요.`,
    en: `PostgreSQL 18 or newer is needed; this is ${rows[0].text}`,
  })
}

async function prepare(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`
    create schema if not exists madang;
    create table if not exists madang.migrations (
      service text not null, name text not null, checksum text not null, at timestamptz not null default now(),
      primary key (service, name))`)
  return appliedIn(client)
}

async function appliedIn(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query('select service, name, checksum from madang.migrations')
  return new Map(rows.map(row => [`${row.service}/${row.name}`, row.checksum]))
}

async function ownSchema(client: pg.Client, service: string): Promise<void> {
  const role = roleOf(service)
  const schema = schemaOf(service)
  const { rows } = await client.query('select 1 from pg_roles where rolname = $1', [role])
  // Roles belong to the whole server, the lock only to this database: a migration of another database may be creating
  // the role.
  if (rows.length === 0) {
    await client.query(`
      do $$ begin
        create role ${role} nologin;
        grant ${role} to current_user;
      exception when duplicate_object or unique_violation then null;
      end $$`)
  }
  await client.query(`
    create schema if not exists ${schema};
    revoke all on schema ${schema} from public;
    grant usage on schema ${schema} to ${role};
    alter default privileges in schema ${schema} grant select, insert, update, delete on tables to ${role};
    alter default privileges in schema ${schema} grant usage, select on sequences to ${role}`)
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const sql = migration.sql.replaceAll('current_service', roleOf(migration.service))
  await client.query('begin')
  try {
    await client.query(`set local search_path = ${schemaOf(migration.service)}`)
    await client.query(sql)
    await client.query('insert into madang.migrations (service, name, checksum) values ($1, $2, $3)', [
      migration.service,
      migration.name,
      migration.checksum,
    ])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`migration ${migration.service}/${migration.name} failed`, { cause })
  }
}

/** Checksums of the applied migrations, by `service/file`. */
type Known = ReadonlyMap<string, string>

const keyOf = ({ service, name }: Migration): string => `${service}/${name}`

function isMissing(migration: Migration, known: Known): boolean {
  const key = keyOf(migration)
  const checksum = known.get(key)
  if (checksum !== undefined && checksum !== migration.checksum)
    throw new Mistake({
      ko: `적용된 마이그레이션 ${key}이(가) 그 뒤에 바뀌었어요. 이 데이터베이스는 다른 버전의 것이니 그 버전으로 시작해 주세요.`,
      en: `migration ${key} was changed after it had been applied: this database belongs to another release; start that one`,
    })
  return checksum === undefined
}

async function applyMissing(client: pg.Client, service: Migratable, known: Known): Promise<string[]> {
  const wanted = migrationsOf(service)
  if (!wanted.some(migration => known.has(keyOf(migration)))) await ownSchema(client, service.name)
  const applied: string[] = []
  for (const migration of wanted) {
    if (!isMissing(migration, known)) continue
    await apply(client, migration)
    applied.push(keyOf(migration))
  }
  return applied
}

/**
 * A database that a newer release has migrated: this one would write what that one does not expect. Services that this
 * process does not run are not looked at.
 */
function refuseNewer(services: readonly Migratable[], known: Known): void {
  const names = new Set(services.map(({ name }) => name))
  const own = new Set(services.flatMap(migrationsOf).map(keyOf))
  const foreign = [...known.keys()].find(key => names.has(key.split('/')[0] ?? '') && !own.has(key))
  if (foreign === undefined) return
  throw new Mistake({
    ko: `더 새로운 Madang의 데이터베이스예요 (마이그레이션 ${foreign}). 그 버전 이상으로 시작해 주세요.`,
    en: `This database belongs to a newer Madang (migration ${foreign}); start that release or a newer one.`,
  })
}

/** What is missing, as `service/file`, without changing anything. Null for a database that was never migrated. */
export async function missingMigrations(url: string, services: readonly Migratable[]): Promise<string[] | null> {
  const client = new pg.Client({ connectionString: url, application_name: 'madang migrate' })
  await client.connect()
  try {
    await checkVersion(client)
    const { rows: found } = await client.query(`select to_regclass('madang.migrations') is not null as there`)
    if (!found[0].there) return null
    const known = await appliedIn(client)
    refuseNewer(services, known)
    return services
      .flatMap(migrationsOf)
      .filter(migration => isMissing(migration, known))
      .map(keyOf)
  } finally {
    await client.end()
  }
}

/** Returns the applied migrations, as `service/file`. Fails when a file was changed after it had been applied. */
export async function migrate(url: string, services: readonly Migratable[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'madang migrate' })
  await client.connect()
  const applied: string[] = []
  try {
    await checkVersion(client)
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const known = await prepare(client)
    refuseNewer(services, known)
    for (const service of services) applied.push(...(await applyMissing(client, service, known)))
  } finally {
    await client.end()
  }
  return applied
}
