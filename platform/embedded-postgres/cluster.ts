/** The data folder of the embedded server: created once by initdb, under a temporary name until it is complete. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Mistake } from '../ports/mistake.ts'
import { type Account, giveTo, runAs } from './account.ts'
import { type Programs, release } from './binaries.ts'
import { configurationFile, type Settings } from './settings.ts'

export const superuser = 'madang'

const draftPrefix = 'postgres.new-'

/**
 * Unix sockets need no password, because only this account can reach them. Windows has none, so it uses loopback with a
 * password.
 */
export const usesTcp = process.platform === 'win32'

export interface Cluster {
  /** Holds data, lock and log. */
  readonly directory: string
  readonly data: string
  readonly log: string
  /** The file with the password, where one is needed. */
  readonly password: string
  readonly account: Account | null
}

/**
 * The value of `-D`. As root the server's account may be unable to walk to the folder (only root can enter a parent),
 * but it can have it as its working folder: the server is started there and never leaves it.
 */
export function dataArgument(cluster: Pick<Cluster, 'account'>, folder: string): string {
  return cluster.account && process.platform === 'linux' ? '/proc/self/cwd' : folder
}

export function prepare(cluster: Cluster, programs: Programs, settings: Settings): void {
  removeDrafts(cluster)
  if (existsSync(join(cluster.data, 'PG_VERSION'))) {
    const found = readFileSync(join(cluster.data, 'PG_VERSION'), 'utf8').trim()
    if (found !== release)
      throw new Mistake({
        ko: `${cluster.data}의 데이터는 PostgreSQL ${found} 것인데 여기서는 ${release} 버전을 써요. 그 데이터를 만든 버전의 Madang으로 시작해 주세요.`,
        en: `${cluster.data} is of PostgreSQL ${found}, and this is ${release}: start the Madang that made it`,
      })
    if (cluster.account && statSync(cluster.data).uid !== cluster.account.uid) giveTo(cluster.account, cluster.data)
  } else {
    create(cluster, programs)
  }
  writeForServer(cluster, join(cluster.data, 'madang.conf'), configurationFile(settings))
}

/** Removes what an initdb left that was interrupted, or that outlived its killed parent. */
function removeDrafts(cluster: Cluster): void {
  for (const name of readdirSync(cluster.directory)) {
    if (name.startsWith(draftPrefix))
      rmSync(join(cluster.directory, name), { recursive: true, force: true, maxRetries: 5 })
  }
}

function create(cluster: Cluster, programs: Programs): void {
  // A name never used before: an initdb that outlived its killed parent may still be writing to the old one.
  const draft = mkdtempSync(join(cluster.directory, draftPrefix))
  giveTo(cluster.account, draft)
  initialise(cluster, programs, draft)
  appendFileSync(join(draft, 'postgresql.conf'), "\ninclude_if_exists = 'madang.conf'\n")
  if (existsSync(cluster.data)) rmdirSync(cluster.data)
  renameSync(draft, cluster.data)
  syncFolder(cluster.directory)
}

function initialise(cluster: Cluster, programs: Programs, folder: string): void {
  const args = ['-D', dataArgument(cluster, folder), '-U', superuser, '--no-instructions']
  // Text is compared by code point: as fast as bytes, the same on every machine, and right for Hangul syllables.
  args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8')
  args.push('--auth-local=trust', '--auth-host=scram-sha-256')
  if (usesTcp) {
    if (!existsSync(cluster.password))
      writeFileSync(cluster.password, randomBytes(24).toString('base64url'), { mode: 0o600 })
    args.push(`--pwfile=${cluster.password}`)
  }
  const run = spawnSync(programs.initdb, args, { cwd: folder, ...runAs(cluster.account), encoding: 'utf8' })
  if (run.status === 0) return
  throw new Error(`initdb failed: ${run.error?.message ?? ''}${run.stderr ?? ''}`.trim())
}

/** Writes a temporary file and renames it, so that a crash leaves the old file or the new one. */
function writeForServer(cluster: Cluster, path: string, text: string): void {
  writeFileSync(`${path}.new`, text)
  chmodSync(`${path}.new`, 0o600)
  if (cluster.account) chownSync(`${path}.new`, cluster.account.uid, cluster.account.gid)
  renameSync(`${path}.new`, path)
}

/** Makes the rename durable. Windows cannot open folders, and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
