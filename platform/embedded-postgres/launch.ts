/** Starts the main process of the server, detached: a Ctrl-C for the platform must not reach the server first. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { privateFolder, runAs } from './account.ts'
import type { Programs } from './binaries.ts'
import { type Cluster, dataArgument, usesTcp } from './cluster.ts'
import { type Postmaster, readPostmaster, socketPrefix, whenReady } from './postmaster.ts'

/** The kernel limits a socket path to 107 bytes (103 on macOS), and the server adds a file name. */
const socket_folder_length_max = 103 - '/.s.PGSQL.65535'.length
const log_size_max = 16 * 1024 * 1024
/** Sessions of a killed server notice its end within moments; a busy one may take longer. */
const old_sessions_limit_ms = 30_000
const retry_ms = 100

export interface Launched {
  readonly postmaster: Postmaster
  /**
   * Resolves with the cause when the server ends. Never resolves on Windows, where the server is not a child process.
   */
  readonly ended: Promise<string>
}

export async function launch(cluster: Cluster, programs: Programs): Promise<Launched> {
  const deadline_ms = Date.now() + old_sessions_limit_ms
  for (;;) {
    const log_start = openNewLog(cluster.log)
    const launched = usesTcp ? await launchOnWindows(cluster, programs) : await launchOnSocket(cluster, programs)
    if (launched) return launched
    const reason = readFileSync(cluster.log).subarray(log_start).toString('utf8').trim()
    const oldSessionsLive = reason.includes('shared memory block')
    if (!oldSessionsLive || Date.now() > deadline_ms) throw new Error(`PostgreSQL did not start: ${reason}`)
    await sleep(retry_ms)
  }
}

async function launchOnSocket(cluster: Cluster, programs: Programs): Promise<Launched | null> {
  const socketFolder = privateFolder(cluster.account, socketPrefix, socket_folder_length_max)
  const output = openSync(cluster.log, 'a', 0o600)
  const args = [
    '-D',
    dataArgument(cluster, cluster.data),
    '-c',
    'listen_addresses=',
    '-c',
    `unix_socket_directories=${socketFolder}`,
  ]
  const child = spawn(programs.postgres, args, {
    cwd: cluster.data,
    detached: true,
    stdio: ['ignore', output, output],
    ...runAs(cluster.account),
  })
  closeSync(output)
  const ended = endOf(child)
  child.unref()
  const postmaster = child.pid === undefined ? null : await whenReady(cluster, child.pid)
  if (postmaster) return { postmaster, ended }
  rmSync(socketFolder, { recursive: true, force: true })
  if (child.pid === undefined) throw new Error(`cannot run ${programs.postgres}: ${await ended}`)
  return null
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
}

/** Through pg_ctl, which drops the rights of an administrator first. */
async function launchOnWindows(cluster: Cluster, programs: Programs): Promise<Launched | null> {
  const options = `-p ${await freePort()} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`
  const args = ['start', '-D', cluster.data, '-l', cluster.log, '-o', options, '-w']
  spawnSync(programs.pg_ctl, args, { stdio: 'ignore', ...runAs(null) })
  const pid = readPostmaster(cluster.data)?.pid
  const postmaster = pid ? await whenReady(cluster, pid) : null
  return postmaster && { postmaster, ended: new Promise(() => {}) }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/** Keeps one old log. Returns the offset at which the output of this start begins. */
function openNewLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size < log_size_max) return size
  renameSync(path, `${path}.1`)
  return 0
}
