/** The application opened in this process, serving nobody: to prepare it before a load, and to look into it afterwards. */
import { readConfiguration } from '../main/configuration.ts'
import { openPlatform, type Platform } from '../main/platform.ts'
import { services } from '../main/services.ts'
import { systemPorts } from '../platform/ports/ports.ts'
import type { Application } from '../platform/runtime/application.ts'
import { verifyApplication } from '../platform/verification/verify-application.ts'

export const SETTLE_LIMIT_MS = 300_000

export type Env = Readonly<Record<string, string | undefined>>

/** What both processes are started with: the same database and keys, no rate limits, a CPU, logs of what goes wrong only. */
export const benchEnv = (env: Env, dataDirectory: string, databaseUrl: string | undefined): Env => ({
  LOG_LEVEL: 'warn',
  // The main thread shares the machine with the database and the driver, and would be moved about among them.
  MADANG_CPU: '0',
  ...env,
  DATABASE_URL: databaseUrl,
  MADANG_DATA: dataDirectory,
  MADANG_RATE_LIMIT: 'off',
  MADANG_RATE_LIMIT_CREDENTIALS: 'off',
})

export const openBenchApplication = (env: Env): Promise<Platform> =>
  openPlatform(readConfiguration({ ...env, PORT: '0' }), systemPorts())

export interface Verified {
  readonly checks: number
  readonly differences: readonly string[]
}

/** What the idle application says otherwise than the answers did, a sentence each. */
export type Differences = (application: Application) => Promise<string[]>

/** The checks of the whole application, after everything under way has arrived. */
export async function verifySettled(platform: Platform, own: Differences): Promise<Verified> {
  await platform.application.awaitIdle(SETTLE_LIMIT_MS)
  const differences = await own(platform.application)
  const results = await verifyApplication(platform.databaseUrl, services)
  for (const { service, name, differences: rows } of results) {
    for (const row of rows) differences.push(`${service}, ${name}: ${JSON.stringify(row)}`)
  }
  return { checks: results.length, differences }
}
