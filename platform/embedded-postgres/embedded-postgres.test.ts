import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, runningEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

const isRoot = process.getuid?.() === 0

/** A stopped server's folder, made once; most tests begin with a copy, which is faster than a new one. */
let prepared: string
let directory: string
let server: EmbeddedPostgres | undefined
let owner: ChildProcess | undefined

beforeAll(async () => {
  prepared = mkdtempSync(join(tmpdir(), 'madang-test-'))
  await (await startEmbeddedPostgres({ directory: prepared })).stop()
})

afterAll(() => rmSync(prepared, { recursive: true, force: true }))

const copyPrepared = () => cpSync(prepared, directory, { recursive: true })

beforeEach(() => {
  // The name by which a later run finds and removes what a killed run left.
  directory = mkdtempSync(join(tmpdir(), 'madang-test-'))
})

afterEach(async () => {
  await killOwner()
  await server?.stop()
  // A server that outlived its killed owner and that no test took over.
  if (runningEmbeddedPostgres(directory)) await (await start()).stop()
  server = undefined
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
})

const start = async (settings = {}) => {
  server = await startEmbeddedPostgres({ directory, settings })
  return server
}

async function query(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

/** Another process that starts the server in the same folder and then does nothing. */
async function startElsewhere(): Promise<string> {
  const module = new URL('./embedded-postgres.ts', import.meta.url).href
  const code = `
    import { startEmbeddedPostgres } from '${module}'
    const { url } = await startEmbeddedPostgres({ directory: process.argv[1] })
    console.log(url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  owner = child
  const [line] = await once(child.stdout, 'data')
  return String(line).trim()
}

async function killOwner(): Promise<void> {
  if (!owner) return
  const exit = once(owner, 'exit')
  owner.kill('SIGKILL')
  await exit
  owner = undefined
}

const serverPid = () => Number(readFileSync(join(directory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

describe('an embedded server', () => {
  it('starts in an empty folder, durable and with text in UTF-8 compared by code point', async () => {
    const { url, adopted } = await start()
    expect(adopted).toBe(false)
    const [row] = await query(
      url,
      `SELECT current_setting('server_version_num')::int / 10000 AS release, current_setting('fsync') AS fsync,
         current_setting('synchronous_commit') AS commits, current_setting('server_encoding') AS encoding,
         (SELECT string_agg(word, '' ORDER BY word) FROM unnest(ARRAY['나', 'b', '가', 'B', 'a']) word) AS sorted`,
    )
    expect(row).toEqual({ release: 18, fsync: 'on', commits: 'on', encoding: 'UTF8', sorted: 'Bab가나' })
  })

  it('takes settings, can be reached through its socket only, and its folders are closed to others', async () => {
    copyPrepared()
    const { url } = await start({ work_mem: '5MB' })
    const [row] = await query(
      url,
      `SELECT current_setting('listen_addresses') AS addresses, current_setting('work_mem') AS work_mem`,
    )
    expect(row).toEqual({ addresses: '', work_mem: '5MB' })
    const socketFolder = new URL(url).searchParams.get('host')!
    const othersMay = 0o007
    expect(statSync(socketFolder).mode & othersMay).toBe(0)
    expect(statSync(join(directory, 'postgres')).mode & othersMay).toBe(0)
  })

  it('keeps its rows over a restart, and leaves nothing behind when stopped', async () => {
    copyPrepared()
    const first = await start()
    await query(first.url, 'CREATE TABLE kept (n int)', 'INSERT INTO kept VALUES (1), (2)')
    const socketFolder = new URL(first.url).searchParams.get('host')!
    await first.stop()
    await first.stop()
    expect(existsSync(socketFolder)).toBe(false)
    expect(readdirSync(directory).sort()).toEqual(['lock', 'postgres', 'postgres.log'])
    expect(runningEmbeddedPostgres(directory)).toBeNull()

    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second.url, 'SELECT count(*)::int FROM kept')).toEqual([{ count: 2 }])
  })
})

describe('one folder, one process', () => {
  beforeEach(copyPrepared)

  it('refuses a second start and names the process, but tells tools where the server is', async () => {
    const url = await startElsewhere()
    await expect(start()).rejects.toThrow(`process ${owner!.pid} is already using ${directory}: stop it first`)
    expect(runningEmbeddedPostgres(directory)).toBe(url)
  })
})

describe('after a crash', () => {
  beforeEach(copyPrepared)

  it('takes over the server of a platform that was killed', async () => {
    const url = await startElsewhere()
    await query(url, 'CREATE TABLE kept (n int)', 'INSERT INTO kept VALUES (1)')
    const pid = serverPid()
    await killOwner()

    const taken = await start()
    expect(taken.adopted).toBe(true)
    expect(serverPid()).toBe(pid)
    expect(await query(taken.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
    await taken.stop()
    expect(runningEmbeddedPostgres(directory)).toBeNull()
  })

  it('restarts a server whose socket was swept away', async () => {
    const url = await startElsewhere()
    await killOwner()
    rmSync(new URL(url).searchParams.get('host')!, { recursive: true })
    const renewed = await start()
    expect(renewed.adopted).toBe(false)
    expect(await query(renewed.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('recovers what was committed when platform and server were killed, and removes the old socket', async () => {
    const url = await startElsewhere()
    await query(url, 'CREATE TABLE kept AS SELECT generate_series(1, 20000) AS n')
    const pid = serverPid()
    await killOwner()
    process.kill(pid, 'SIGKILL')

    const recovered = await start()
    expect(recovered.adopted).toBe(false)
    expect(await query(recovered.url, 'SELECT count(*)::int FROM kept')).toEqual([{ count: 20_000 }])
    expect(existsSync(new URL(url).searchParams.get('host')!)).toBe(false)
  })

  it('starts when the pid file of a killed server names a process that is no server', async () => {
    const stale = [process.ppid, join(directory, 'postgres'), 1, 5432, '/nowhere', '', '  1 1', 'ready   ', '']
    writeFileSync(join(directory, 'postgres', 'postmaster.pid'), stale.join('\n'))
    expect((await start()).adopted).toBe(false)
  })

  it('starts over when the data folder was only half made', async () => {
    rmSync(join(directory, 'postgres'), { recursive: true })
    mkdirSync(join(directory, 'postgres.new-abc', 'base'), { recursive: true })
    writeFileSync(join(directory, 'postgres.new-abc', 'PG_VERSION'), '18\n')
    await start()
    expect(readdirSync(directory).sort()).toEqual(['lock', 'postgres', 'postgres.log'])
  })

  it('says so when the data is of another release', async () => {
    writeFileSync(join(directory, 'postgres', 'PG_VERSION'), '15\n')
    await expect(start()).rejects.toThrow(/is of PostgreSQL 15, and this is 18/)
  })
})

describe.runIf(isRoot)('as root', () => {
  beforeEach(copyPrepared)

  it('runs as nobody in a folder that only root can enter, and recovers there', async () => {
    chmodSync(directory, 0o700)
    const first = await start()
    await query(first.url, 'CREATE TABLE kept (n int)', 'INSERT INTO kept VALUES (1)', 'CHECKPOINT')
    expect(statSync(join(directory, 'postgres')).uid).not.toBe(0)
    process.kill(serverPid(), 'SIGKILL')
    await first.stop()

    const again = await start()
    expect(await query(again.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
  })

  it('hands over data that root copied there', async () => {
    const ownerOfData = () => statSync(join(directory, 'postgres')).uid
    expect(ownerOfData()).toBe(0)
    await start()
    expect(ownerOfData()).not.toBe(0)
  })
})
