/** The tools of the command line: migrate, verify, rebuild. */

import { migrate } from '../platform/db/migrate.ts'
import { rebuild as rebuildView } from '../platform/runtime/rebuild.ts'
import { verifyApplication } from '../platform/verification/verify-application.ts'
import { applicationChecks } from './checks.ts'
import type { Configuration } from './configuration.ts'
import { withDatabase, withExistingDatabase } from './database.ts'
import { services } from './services.ts'
import { viewNamed } from './views.ts'

export async function migrateAll(configuration: Configuration): Promise<void> {
  const applied = await withDatabase(configuration, url => migrate(url, services))
  process.stdout.write(applied.length === 0 ? 'nothing to migrate\n' : `${applied.join('\n')}\n`)
}

/** Prints every check with its differences. The process exits with 1 if there is one. */
export async function verify(configuration: Configuration): Promise<void> {
  const results = await withExistingDatabase(configuration, url => verifyApplication(url, services, applicationChecks))
  let differences = 0
  for (const result of results) {
    differences += result.differences.length
    const mark = result.differences.length === 0 ? 'ok  ' : 'FAIL'
    process.stdout.write(`${mark} ${String(result.property).padStart(2)}  ${result.service}: ${result.name}\n`)
    for (const difference of result.differences) process.stdout.write(`         ${JSON.stringify(difference)}\n`)
  }
  process.stdout.write(`${results.length} checks, ${differences} differences\n`)
  if (differences > 0) process.exitCode = 1
}

export async function rebuild(
  configuration: Configuration,
  [service = '', name = '']: readonly string[],
): Promise<void> {
  const view = viewNamed(service, name)
  const events = await withExistingDatabase(configuration, url => rebuildView(url, service, view))
  process.stdout.write(`${service} ${name}: rebuilt from ${events} events\n`)
}
