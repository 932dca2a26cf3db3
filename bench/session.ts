/** One call of the bench: a database server for all of its scenarios, each of which gets a database and a folder of its own. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../platform/embedded-postgres/embedded-postgres.ts'
import type { Env } from './application.ts'
import type { PreparedBaseline } from './baseline/baseline.ts'
import type { Open } from './open.ts'
import type { RunOptions } from './run-options.ts'

export type Say = (step: string) => void

/**
 * A server that has run for a while writes its log over old files; a new one stops to make each. So these are made before: a
 * file is used up by a message and a switch to the next, and a checkpoint lets it be used again.
 */
const LOG_FILES = 128
/** Two applications are open at once where one is compared with the other. */
const CONNECTIONS_MAX = 300
const OLD_LOG = [
  ...Array.from({ length: LOG_FILES }, () => `select pg_logical_emit_message(true, '', ''), pg_switch_wal()`),
  'checkpoint',
]

interface SessionDeps {
  readonly options: RunOptions
  readonly env: Env
  readonly say: Say
  readonly directory: string
  readonly open: Open
  /** Its own folder is known if the server is ours. */
  readonly server: { readonly url: string; readonly directory: string | null }
}

export class Session {
  readonly options: RunOptions
  readonly env: Env
  readonly say: Say
  readonly directory: string
  /** Null if it is not to be measured. */
  baseline: PreparedBaseline | null = null
  /** Of the database server's files; null where the server is not ours. */
  readonly databaseDirectory: string | null
  readonly #adminUrl: string
  readonly #open: Open

  private constructor({ options, env, say, directory, open, server }: SessionDeps) {
    this.options = options
    this.env = env
    this.say = say
    this.directory = directory
    this.databaseDirectory = server.directory
    this.#adminUrl = server.url
    this.#open = open
  }

  /** On the server of `DATABASE_URL`, else on an embedded one as `madang start` has. */
  static async open(options: RunOptions, env: Env, open: Open, say: Say): Promise<Session> {
    const directory = directoryFor(options, open)
    const parts = { options, env, say, directory, open }
    if (env.DATABASE_URL) return new Session({ ...parts, server: { url: env.DATABASE_URL, directory: null } })
    const server = await startEmbeddedPostgres({ directory, settings: { max_connections: CONNECTIONS_MAX } })
    open.add(() => server.stop())
    const session = new Session({ ...parts, server: { url: server.url, directory: join(directory, 'postgres') } })
    await session.#asAdmin(...OLD_LOG)
    return session
  }

  /** What the action opens ends with it, also when the session is interrupted. */
  within<T>(action: (open: Open) => Promise<T>): Promise<T> {
    return this.#open.within(action)
  }

  /** A new database on the server, with `keep` for `--data`; one that an earlier run kept under the name is removed. */
  async database(name: string, open: Open, keep = false): Promise<string> {
    const quoted = pg.escapeIdentifier(name)
    const drop = `drop database if exists ${quoted} with (force)`
    await this.#asAdmin(drop)
    await this.#asAdmin(`create database ${quoted}`)
    if (!keep || this.options.dataDirectory === null) open.add(() => this.#asAdmin(drop))
    const url = new URL(this.#adminUrl)
    url.pathname = `/${name}`
    return url.href
  }

  folder(name: string): string {
    const folder = join(this.directory, name)
    mkdirSync(folder, { recursive: true })
    return folder
  }

  async #asAdmin(...statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.#adminUrl })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
}

function directoryFor({ dataDirectory }: RunOptions, open: Open): string {
  if (dataDirectory !== null) {
    mkdirSync(dataDirectory, { recursive: true })
    return resolve(dataDirectory)
  }
  const temporary = mkdtempSync(join(tmpdir(), 'madang-bench-'))
  open.add(() => rmSync(temporary, { recursive: true, force: true }))
  return temporary
}
