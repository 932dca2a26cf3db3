/** The configuration of a process, from the environment and the command line. */
import { resolve } from 'node:path'

export interface Configuration {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder of the embedded database, the keys and the data of the simulators. */
  readonly dataDirectory: string
  /** An external PostgreSQL; without it the embedded one is started. */
  readonly databaseUrl: string | null
  readonly host: string
  readonly port: number
  readonly demo: boolean
  /** The CPU that the main thread is pinned to; null leaves it to the system. */
  readonly cpu: number | null
  /** Each service commits for itself, as it would in a process of its own. */
  readonly apart: boolean
  /** A real PSP; without it the simulator is started. */
  readonly pspUrl: string | null
  /** A real bank; without it the simulator is started. */
  readonly bankUrl: string | null
}

const PORT = 3000

/** The number of a CPU as the system counts them; unset, empty or `off` is none. */
function cpuOf(env: Configuration['env']): number | null {
  const text = env.MADANG_CPU
  if (!text || text === 'off') return null
  if (!/^\d{1,4}$/.test(text)) throw new Error(`MADANG_CPU is "${text}": give the number of a CPU, or off`)
  return Number(text)
}

/** Unset or empty is on. */
function apartBy(env: Configuration['env']): boolean {
  const text = env.MADANG_GROUP_COMMIT || 'on'
  if (text !== 'on' && text !== 'off') throw new Error(`MADANG_GROUP_COMMIT is "${text}": give on or off`)
  return text === 'off'
}

export function readConfiguration(env: Configuration['env'], flags: readonly string[]): Configuration {
  const port = Number(env.PORT ?? PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is "${env.PORT}": give 0 to 65535`)
  const demo = flags.includes('--demo')
  if (demo && env.NODE_ENV === 'production') throw new Error('--demo makes known log-ins: not with NODE_ENV=production')
  return {
    env,
    dataDirectory: resolve(env.MADANG_DATA ?? '.madang'),
    databaseUrl: env.DATABASE_URL || null,
    host: env.HOST ?? '127.0.0.1',
    port,
    demo,
    cpu: cpuOf(env),
    apart: apartBy(env),
    pspUrl: env.PSP_URL || null,
    bankUrl: env.BANK_URL || null,
  }
}
