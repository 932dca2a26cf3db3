/** The configuration of a process, from the environment and the command line. */
import { resolve } from 'node:path'
import { checkedSettings } from './settings/check.ts'
import type { Env } from './settings/settings.ts'

export interface Configuration {
  /** Checked, and without empty values. */
  readonly env: Env
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
  /** A real mail server; without it the simulator is started. */
  readonly smtpUrl: string | null
  /** Where the simulators listen; 0 takes a free port. */
  readonly simulatorPorts: { readonly psp: number; readonly bank: number; readonly mail: number }
}

const PORT = 3000
const PORT_MAX = 65_535

/** Throws a `Mistake` that names every setting that is wrong. */
export function readConfiguration(given: Env, flags: ReadonlySet<string> = new Set()): Configuration {
  const env = checkedSettings(given)
  const port = Number(env.PORT ?? PORT)
  const demo = flags.has('demo')
  return {
    env,
    dataDirectory: resolve(env.MADANG_DATA ?? '.madang'),
    databaseUrl: env.DATABASE_URL ?? null,
    host: env.HOST ?? '127.0.0.1',
    port,
    demo,
    cpu: env.MADANG_CPU === undefined || env.MADANG_CPU === 'off' ? null : Number(env.MADANG_CPU),
    apart: env.MADANG_GROUP_COMMIT === 'off',
    pspUrl: env.PSP_URL ?? null,
    bankUrl: env.BANK_URL ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    simulatorPorts: simulatorPortsOf(env, port, demo),
  }
}

/** Where people look around the ports are known beforehand; elsewhere nobody has to find a free one. */
function simulatorPortsOf(env: Env, port: number, demo: boolean): Configuration['simulatorPorts'] {
  const beside = (step: number) => (demo && port !== 0 && port + step <= PORT_MAX ? port + step : 0)
  return {
    psp: Number(env.PSP_SIMULATOR_PORT ?? beside(1)),
    bank: Number(env.BANK_SIMULATOR_PORT ?? beside(2)),
    mail: Number(env.MAIL_SIMULATOR_PORT ?? beside(3)),
  }
}
