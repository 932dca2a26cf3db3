/** The main process of the server: the contents of its pid file, how to connect to it, how to stop it. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Programs } from './binaries.ts'
import { type Cluster, superuser, usesTcp } from './cluster.ts'
import { commandOf, isAlive } from './process.ts'

/** Replaying the largest log that the settings allow takes well under a minute on the disk of a laptop. */
const recovery_limit_ms = 120_000
const fast_stop_limit_ms = 30_000
const immediate_stop_limit_ms = 10_000
const answer_limit_ms = 5_000
const poll_ms = 10

export const socketPrefix = 'madang-'

export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly socketFolder: string
  readonly status: string
}

/** Lines of postmaster.pid: pid, data folder, start, port, socket folder, address, shared memory, status. */
export function readPostmaster(data: string): Postmaster | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    const status = (lines[7] ?? '').trim()
    return { pid: Number(lines[0]), port: Number(lines[3]), socketFolder: lines[4] ?? '', status }
  } catch {
    return null
  }
}

/** The server of this folder if it runs, or may run: some systems do not tell which program a pid belongs to. */
export function runningPostmaster(data: string): Postmaster | null {
  const found = readPostmaster(data)
  return found && isAlive(found.pid) && isServer(found) !== false ? found : null
}

/** Whether a living pid is still the server that wrote the file. The name of its socket folder is unique. */
export function isServer({ pid, socketFolder }: Postmaster): boolean | null {
  const command = commandOf(pid)
  return command === null ? null : command.includes(`unix_socket_directories=${socketFolder}`)
}

/** Waits while the server starts or recovers. Null when it ended instead. */
export async function whenReady(cluster: Cluster, pid: number): Promise<Postmaster | null> {
  const deadline_ms = Date.now() + recovery_limit_ms
  while (isAlive(pid)) {
    const found = readPostmaster(cluster.data)
    if (found?.pid === pid && found.status === 'ready') return found
    if (Date.now() > deadline_ms) {
      throw new Error(
        `PostgreSQL (process ${pid}) is still recovering after ${recovery_limit_ms / 1000} s; it goes on, try again later`,
      )
    }
    await sleep(poll_ms)
  }
  return null
}

export function urlOf(cluster: Cluster, { port, socketFolder }: Postmaster): string {
  if (!usesTcp) return `postgresql://${superuser}@localhost:${port}/postgres?host=${encodeURIComponent(socketFolder)}`
  return `postgresql://${superuser}:${readFileSync(cluster.password, 'utf8')}@127.0.0.1:${port}/postgres`
}

export async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: answer_limit_ms,
    query_timeout: answer_limit_ms,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** Ends sessions, writes all data and stops. A server that hangs is killed; committed data is in its log. */
export async function shutDown(cluster: Cluster, pid: number, programs?: Programs): Promise<void> {
  if (programs && process.platform === 'win32') {
    spawnSync(programs.pg_ctl, ['stop', '-D', cluster.data, '-m', 'fast', '-w'], { stdio: 'ignore' })
    return
  }
  if (await endedBy('SIGINT', pid, fast_stop_limit_ms)) return
  if (await endedBy('SIGQUIT', pid, immediate_stop_limit_ms)) return
  throw new Error(`PostgreSQL (process ${pid}) does not stop`)
}

async function endedBy(signal: NodeJS.Signals, pid: number, limit_ms: number): Promise<boolean> {
  const deadline_ms = Date.now() + limit_ms
  if (isAlive(pid)) process.kill(pid, signal)
  while (isAlive(pid)) {
    if (Date.now() > deadline_ms) return false
    await sleep(poll_ms)
  }
  return true
}

/**
 * Removes what a killed server left: its socket folder and, when the pid certainly belongs to another process, its pid
 * file.
 */
export function removeTraces(cluster: Cluster): void {
  const found = readPostmaster(cluster.data)
  if (!found) return
  if (basename(found.socketFolder).startsWith(socketPrefix))
    rmSync(found.socketFolder, { recursive: true, force: true })
  if (!runningPostmaster(cluster.data)) rmSync(join(cluster.data, 'postmaster.pid'), { force: true })
}
