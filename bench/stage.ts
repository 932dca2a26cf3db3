/** What a scenario plays on: a database and a folder of its own, the platform as a process, drivers, and the checks. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Platform } from '../main/platform.ts'
import type { Application } from '../platform/runtime/application.ts'
import {
  benchEnv,
  type Differences,
  type Env,
  openBenchApplication,
  type Verified,
  verifySettled,
} from './application.ts'
import type { PreparedBaseline } from './baseline/baseline.ts'
import { calmly } from './calm.ts'
import { type LoadPlan, type LoadResult, runLoad } from './load-run.ts'
import { writeOut } from './machine/written-out.ts'
import type { Open } from './open.ts'
import type { RunOptions } from './run-options.ts'
import { type Program, type ServerProcess, startServer } from './server.ts'
import type { Session } from './session.ts'

const FILLED = `
  select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables where pg_relation_size(relid) > 0`

export class Stage {
  readonly options: RunOptions
  readonly env: Env
  readonly databaseUrl: string
  /** Where the server's CPU profile is, or will be once it has ended; null without `--profile`. */
  readonly profileDirectory: string | null
  readonly baseline: PreparedBaseline | null
  readonly say: (step: string) => void
  readonly #name: string
  readonly #session: Session
  readonly #open: Open
  /** Of the server's files, where the server is ours. */
  readonly #databaseDirectory: string | null
  readonly #loads: LoadResult[] = []

  private constructor(name: string, session: Session, folder: string, databaseUrl: string, open: Open) {
    this.options = session.options
    this.env = benchEnv(session.env, folder, databaseUrl)
    this.databaseUrl = databaseUrl
    this.profileDirectory = session.options.profile ? mkdtempSync(join(folder, 'profile-')) : null
    this.baseline = session.baseline
    this.say = step => session.say(`${name}: ${step}`)
    this.#name = name
    this.#session = session
    this.#open = open
    this.#databaseDirectory = session.databaseDirectory
  }

  static async set(name: string, session: Session, open: Open): Promise<Stage> {
    const databaseUrl = await session.database(`bench_${name}`, open, true)
    return new Stage(name, session, session.folder(name), databaseUrl, open)
  }

  /** Another application beside this one, on the same database server. */
  beside(name: string): Promise<Stage> {
    return Stage.set(`${this.#name}_${name}`, this.#session, this.#open)
  }

  /** Acts in an application of this process, which stops afterwards; the platform must not run meanwhile. */
  async inApplication<T>(action: (application: Application) => Promise<T>): Promise<T> {
    return this.#inPlatform(({ application }) => action(application))
  }

  async #inPlatform<T>(action: (platform: Platform) => Promise<T>): Promise<T> {
    const opening = openBenchApplication(this.env)
    const stop = this.#open.add(async () => (await opening).stop())
    try {
      return await action(await opening)
    } finally {
      await stop()
    }
  }

  /** Starts the platform (or a program of the bench) on a database that has nothing left to do. */
  async serve(program?: Program): Promise<ServerProcess> {
    await this.#calm()
    const server = await startServer({ env: this.env, profileDirectory: this.profileDirectory, program })
    this.#open.add(() => server.stop())
    await server.ready()
    return server
  }

  /** All there were so far, also those that were set aside: what they did is done. */
  get loads(): readonly LoadResult[] {
    return this.#loads
  }

  /** Loads and what else is measured in one go; again if the host disturbed it. */
  calmly<T>(measure: () => Promise<T>): Promise<T> {
    const { again } = this.options
    const from = this.#loads.length
    return calmly({ again, say: this.say }, measure, () => {
      for (const [index, load] of this.#loads.entries())
        if (index >= from) this.#loads[index] = { ...load, setAside: true }
    })
  }

  async load(server: ServerProcess, plan: LoadPlan): Promise<LoadResult> {
    if (this.#databaseDirectory !== null) await writeOut(this.#databaseDirectory)
    const { label, seconds = this.options.seconds, warmup_s = this.options.warmup_s, total } = plan
    this.say(`${label}, ${total === undefined ? `${warmup_s} + ${seconds} s` : `${total} requests`}`)
    const load = await runLoad({ options: this.options, databaseUrl: this.databaseUrl, server, open: this.#open }, plan)
    this.#loads.push(load)
    return load
  }

  /** Ends the platform and sees whether everything adds up. */
  async verify(server: ServerProcess, own: Differences = async () => []): Promise<Verified> {
    await server.stop()
    this.say('checking that everything adds up')
    return this.#inPlatform(platform => verifySettled(platform, own))
  }

  /**
   * What was prepared is on the disk and tidied up, so that none of that work falls into a measurement. Tables that are
   * still empty are left as they are: once analyzed, PostgreSQL would plan for empty tables while they fill.
   */
  async #calm(): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl })
    await client.connect()
    try {
      const { rows } = await client.query(FILLED)
      if (rows.length > 0) await client.query(`vacuum (analyze) ${rows.map(({ name }) => name).join(', ')}`)
      await client.query('checkpoint')
    } finally {
      await client.end()
    }
  }
}
