/** The tools of the command line: migrate, verify, rebuild, and creating an operator. */

import { migrate } from '../platform/db/migrate.ts'
import { runningEmbeddedPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres/embedded-postgres.ts'
import { isRefusal } from '../platform/kit/refusal.ts'
import { systemPorts } from '../platform/ports/ports.ts'
import { rebuild as rebuildView } from '../platform/runtime/rebuild.ts'
import { viewsOf } from '../platform/service/task-view.ts'
import { verifyApplication } from '../platform/verification/verify-application.ts'
import { createOperator } from '../services/identity/registration/feature.ts'
import { applicationChecks } from './checks.ts'
import type { Configuration } from './configuration.ts'
import { openPlatform } from './platform.ts'
import { services } from './services.ts'

/**
 * The database of the settings: an external one, the one of a running platform, or an embedded one for the duration of
 * the command.
 */
async function withDatabase<T>(configuration: Configuration, action: (url: string) => Promise<T>): Promise<T> {
  const running = configuration.databaseUrl ?? runningEmbeddedPostgres(configuration.dataDirectory)
  if (running) return action(running)
  const server = await startEmbeddedPostgres({ directory: configuration.dataDirectory })
  try {
    return await action(server.url)
  } finally {
    await server.stop()
  }
}

export async function migrateAll(configuration: Configuration): Promise<void> {
  const applied = await withDatabase(configuration, url => migrate(url, services))
  process.stdout.write(applied.length === 0 ? 'nothing to migrate\n' : `${applied.join('\n')}\n`)
}

/** Prints every check with its differences. The process exits with 1 if there is one. */
export async function verify(configuration: Configuration): Promise<void> {
  const results = await withDatabase(configuration, url => verifyApplication(url, services, applicationChecks))
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

export async function rebuild(configuration: Configuration, [service, name]: readonly string[]): Promise<void> {
  const definition = services.find(candidate => candidate.name === service)
  const view = definition && viewsOf(definition).find(candidate => candidate.name === name)
  if (!service || !view) {
    const known = services.flatMap(each => viewsOf(each).map(({ name: its }) => `  ${each.name} ${its}`))
    throw new Error(`there is no such read model; there are:\n${known.join('\n')}`)
  }
  const events = await withDatabase(configuration, url => rebuildView(url, service, view))
  process.stdout.write(`${service} ${name}: rebuilt from ${events} events\n`)
}

export async function operator(configuration: Configuration, [email, ...names]: readonly string[]): Promise<void> {
  const name = names.join(' ')
  if (!email || !name) throw new Error('madang operator EMAIL NAME, with the password on standard input')
  const password = await standardInput()
  const databaseUrl = configuration.databaseUrl ?? runningEmbeddedPostgres(configuration.dataDirectory)
  const platform = await openPlatform({ ...configuration, databaseUrl, port: 0 }, systemPorts())
  try {
    const made = await createOperator(platform.application.service('identity').context, { email, name, password })
    if (isRefusal(made)) throw new Error(`refused: ${made.code}`)
    process.stdout.write(`${made.memberId}\n`)
  } finally {
    await platform.stop()
  }
}

async function standardInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin) text += chunk
  return text.replace(/\r?\n$/, '')
}
