/**
 * An embedded PostgreSQL server from npm packages, for one machine: no installation, no container. Its data, lock and
 * log are in one folder. A server that outlived its platform is adopted by the next start.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Logger } from '../ports/logger.ts'
import { serverAccount } from './account.ts'
import { findPrograms } from './binaries.ts'
import { type Cluster, prepare, usesTcp } from './cluster.ts'
import { launch } from './launch.ts'
import { takeLock } from './lock.ts'
import {
  answers,
  isServer,
  type Postmaster,
  removeTraces,
  runningPostmaster,
  shutDown,
  urlOf,
  whenReady,
} from './postmaster.ts'
import { defaultSettings, type Settings } from './settings.ts'

export interface EmbeddedPostgresOptions {
  /** Holds `postgres/` (the data), `postgres.log` and `lock`. Created if it does not exist. */
  readonly directory: string
  /**
   * PostgreSQL settings that override the defaults. They take effect at the next start of the server, so not on an
   * adopted one.
   */
  readonly settings?: Settings
  readonly log?: Pick<Logger, 'info' | 'warn' | 'error'>
}

export interface EmbeddedPostgres {
  /** Connects as the superuser to the database `postgres`. */
  readonly url: string
  /** True when the server was still running from a platform that ended without stopping it. */
  readonly adopted: boolean
  /** Ends all sessions, stops the server and releases the folder. May be called twice. */
  stop(): Promise<void>
}

/**
 * Throws with a readable message: the folder is in use (names the pid), or belongs to another user or release, or there
 * are no programs.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { settings = {}, log } = options
  mkdirSync(options.directory, { recursive: true })
  const cluster = clusterIn(resolve(options.directory))
  const lock = takeLock(join(cluster.directory, 'lock'))
  try {
    const left = await leftServer(cluster, log)
    const server = left ?? (await newServer(cluster, { ...defaultSettings, ...settings }, log))
    let stopped: Promise<void> | undefined
    const stop = async () => {
      await server.stop()
      rmSync(server.postmaster.socketFolder, { recursive: true, force: true })
      lock.release()
    }
    return {
      url: urlOf(cluster, server.postmaster),
      adopted: left !== null,
      stop() {
        stopped ??= stop()
        return stopped
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** The url of the server that another process runs in this folder, or null. For tools beside a running platform. */
export function runningEmbeddedPostgres(directory: string): string | null {
  const cluster = clusterIn(resolve(directory))
  const postmaster = runningPostmaster(cluster.data)
  return postmaster?.status === 'ready' ? urlOf(cluster, postmaster) : null
}

interface Server {
  readonly postmaster: Postmaster
  stop(): Promise<void>
}

type Log = EmbeddedPostgresOptions['log']

function clusterIn(directory: string): Cluster {
  const data = join(directory, 'postgres')
  const path = (suffix: string) => join(directory, `postgres.${suffix}`)
  return { directory, data, log: path('log'), password: path('password'), account: serverAccount(data) }
}

/** The server of a platform that was killed, once it answers; null when there is none, or none any more. */
async function leftServer(cluster: Cluster, log: Log): Promise<Server | null> {
  const found = runningPostmaster(cluster.data)
  const postmaster = found && (await whenReady(cluster, found.pid))
  if (!postmaster) return null
  const { pid } = postmaster
  const stop = () => shutDown(cluster, pid, usesTcp ? findPrograms(cluster.account) : undefined)
  if (await answers(urlOf(cluster, postmaster))) {
    log?.info({ serverPid: pid }, 'took over the PostgreSQL server that was still running')
    return { postmaster, stop }
  }
  const still = runningPostmaster(cluster.data)
  if (!still) return null
  if (!isServer(still)) {
    throw new Error(`process ${pid} may be the server of ${cluster.data}, but does not answer: end it first`)
  }
  // Its socket may have been removed from the temporary folder. Committed data is safe, so the server is restarted.
  log?.warn({ serverPid: pid }, 'the PostgreSQL server that was still running does not answer and is restarted')
  await stop()
  return null
}

async function newServer(cluster: Cluster, settings: Settings, log: Log): Promise<Server> {
  removeTraces(cluster)
  const programs = findPrograms(cluster.account)
  prepare(cluster, programs, settings)
  const { postmaster, ended } = await launch(cluster, programs)
  const { pid } = postmaster
  let stopping = false
  ended.then(cause => {
    if (!stopping) log?.error({ serverPid: pid, cause }, 'the PostgreSQL server ended by itself')
  })
  return {
    postmaster,
    stop() {
      stopping = true
      return shutDown(cluster, pid, programs)
    },
  }
}
