/** One run of a load: prepare a house, start it as a process, drive it, stop it, and see whether everything adds up. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runningEmbeddedPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { drive } from './driver/load.ts'
import type { Measured } from './driver/measured.ts'
import { benchEnv, type Env, openBenchHouse, type Verified, verifySettled } from './house.ts'
import { PostgresGauge } from './machine/postgres.ts'
import { type Memory, memoryOf } from './machine/processes.ts'
import { type Moment, momentOf } from './moment.ts'
import type { BenchOptions } from './options.ts'
import type { Prepared } from './scenarios/scenario.ts'
import { type ServerProcess, startServer } from './server.ts'

export interface RunReport {
  readonly options: BenchOptions
  readonly setup_s: number
  readonly measured: Measured
  /** Answers that do not belong to the load, by kind. */
  readonly errors: ReadonlyMap<string, number>
  readonly moments: readonly Moment[]
  readonly memory: { readonly server: Memory; readonly postgres: Memory; readonly driver: Memory }
  readonly purposes: ReadonlyMap<number, string>
  readonly postgres: { readonly version: string; readonly durability: string }
  readonly profileDirectory: string | null
  readonly verified: Verified
}

/** What is open, ended in reverse at the end or when the run is interrupted. */
class Open {
  readonly #ends: (() => unknown)[] = []
  #ending: Promise<void> | null = null

  add(end: () => unknown): void {
    this.#ends.push(end)
  }

  /** All of it also when something does not end well; throws the first fault then. May be called twice. */
  end(): Promise<void> {
    this.#ending ??= this.#endAll()
    return this.#ending
  }

  async #endAll(): Promise<void> {
    const faults: unknown[] = []
    for (const end of this.#ends.splice(0).reverse()) {
      try {
        await end()
      } catch (fault) {
        faults.push(fault)
      }
    }
    if (faults.length > 0) throw faults[0]
  }
}

export async function run(options: BenchOptions, env: Env, say: (step: string) => void): Promise<RunReport> {
  const open = new Open()
  let interrupted = false
  const interrupt = () => {
    // A terminal and npm may both send it.
    if (interrupted) return
    interrupted = true
    void open.end().finally(() => process.exit(130))
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  try {
    return await runIn(options, env, open, say)
  } catch (fault) {
    // What was taken away from under the load fails; that is no news.
    if (interrupted) await open.end().then(() => process.exit(130))
    throw fault
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
    await open.end()
  }
}

async function runIn(options: BenchOptions, given: Env, open: Open, say: (step: string) => void): Promise<RunReport> {
  const directory = directoryFor(options, open)
  const env = benchEnv(given, directory)
  say(`preparing ${options.scenario.name}`)
  const began_ms = performance.now()
  const prepared = await prepare(options, env, open)
  const setup_s = (performance.now() - began_ms) / 1000

  const profileDirectory = options.profile ? mkdtempSync(join(tmpdir(), 'madang-bench-profile-')) : null
  const server = await startServer({ env, profileDirectory })
  open.add(() => server.stop())
  await server.ready()
  say(`driving it for ${options.warmup_s} + ${options.seconds} s`)
  const load = await underLoad(options, prepared, server, given.DATABASE_URL || runningEmbeddedPostgres(directory))
  await server.stop()

  say('checking that everything adds up')
  const opening = openBenchHouse(env)
  open.add(async () => (await opening).stop())
  const verified = await verifySettled(await opening, house => prepared.differences(house, load.measured))
  const errors = new Map([...load.measured.kinds].filter(([kind]) => !prepared.expected.has(kind)))
  return { options, setup_s, errors, profileDirectory, verified, ...load }
}

function directoryFor({ dataDirectory }: BenchOptions, open: Open): string {
  if (dataDirectory !== null) {
    mkdirSync(dataDirectory, { recursive: true })
    return resolve(dataDirectory)
  }
  const temporary = mkdtempSync(join(tmpdir(), 'madang-bench-'))
  open.add(() => remove(temporary))
  return temporary
}

/** A server process that was killed leaves its database running. */
async function remove(directory: string): Promise<void> {
  if (runningEmbeddedPostgres(directory) !== null) await (await startEmbeddedPostgres({ directory })).stop()
  rmSync(directory, { recursive: true, force: true })
}

async function prepare({ scenario, wallets }: BenchOptions, env: Env, open: Open): Promise<Prepared> {
  const opening = openBenchHouse(env)
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= opening.then(platform => platform.stop())
    return stopped
  }
  open.add(stop)
  const { house } = await opening
  const prepared = await scenario.prepare(house, { wallets })
  await stop()
  return prepared
}

async function underLoad(options: BenchOptions, prepared: Prepared, server: ServerProcess, databaseUrl: string | null) {
  if (databaseUrl === null) throw new Error('the server runs, and its database cannot be found')
  const gauge = await PostgresGauge.open(databaseUrl)
  const warmup_ms = options.warmup_s * 1000
  const window_ms = options.seconds * 1000
  const looking: Promise<Moment>[] = []
  const stopFresh = prepared.keepFresh?.(server.url, warmup_ms + window_ms)
  try {
    const { connections, rate } = options
    const { address } = server
    const onEdge = () => looking.push(momentOf(server, gauge))
    const { requests } = prepared
    const measured = await drive({ address, connections, warmup_ms, window_ms, rate, requests, onEdge })
    return {
      measured,
      moments: await Promise.all(looking),
      memory: { server: memoryOf([server.pid]), postgres: gauge.memory(), driver: memoryOf([process.pid]) },
      purposes: await gauge.purposes(),
      postgres: { version: gauge.version, durability: gauge.durability },
    }
  } finally {
    stopFresh?.()
    await gauge.close()
  }
}
