/** Opens an application for a test: its own database, real PostgreSQL, quiet logs, and an end to all of it. */
import pino from 'pino'
import { migrate } from '../../platform/db/migrate.ts'
import { createLogger } from '../../platform/ports/logger.ts'
import { type Ports, systemPorts } from '../../platform/ports/ports.ts'
import { type Application, openApplication } from '../../platform/runtime/application.ts'
import type { ServiceDefinition } from '../../platform/service/service.ts'
import type { KeyProvider } from '../../platform/vault/master-keys.ts'
import { createDatabase, type TestDatabase } from './database.ts'

export interface TestApplication {
  readonly application: Application
  readonly database: TestDatabase
  readonly ports: Ports
  /** Ends the process's part and begins it anew on the same data, as after a restart. */
  restart(): Promise<Application>
  /** The same services once more on the same database, as a second process would be. */
  twin(): Promise<Application>
  close(): Promise<void>
}

export interface TestApplicationOptions {
  readonly services: readonly ServiceDefinition[]
  readonly ports?: Partial<Ports>
  readonly settings?: Record<string, string>
  readonly loops?: boolean
  /** Each service commits for itself: what one requests of another is done later, and can be observed in between. */
  readonly apart?: boolean
  readonly template?: string
  /** Receives the lines of the log. */
  readonly logTo?: (line: string) => void
  /** A database that is there already, and stays when the application closes. */
  readonly databaseUrl?: string
}

/** A key that never leaves the test: the wrapping is real, the key file is not. */
export const testKeys: KeyProvider = {
  keyId: 'test',
  wrap: async dataKey => Buffer.from(dataKey).toString('base64url'),
  unwrap: async wrapped => Buffer.from(wrapped, 'base64url'),
  derive: async purpose => Buffer.alloc(32, purpose),
}

export async function openTestApplication(options: TestApplicationOptions): Promise<TestApplication> {
  const { databaseUrl } = options
  const database = databaseUrl
    ? { name: '', url: databaseUrl, drop: async () => {} }
    : await createDatabase(options.template)
  await migrate(database.url, options.services)
  const ports = { ...systemPorts(), ...options.ports }
  const { logTo } = options
  const log = logTo
    ? createLogger({ settings: {}, to: { write: logTo } })
    : pino({ level: process.env.LOG_LEVEL ?? 'silent' })
  const open = () =>
    openApplication({
      services: options.services,
      databaseUrl: database.url,
      ports,
      keys: testKeys,
      settings: options.settings ?? {},
      log,
      loops: options.loops ?? true,
      apart: options.apart ?? false,
    })
  let application = await open()
  const twins: Application[] = []
  return {
    get application() {
      return application
    },
    database,
    ports,
    async restart() {
      await application.stop()
      application = await open()
      return application
    },
    async twin() {
      const twin = await open()
      twins.push(twin)
      return twin
    },
    async close() {
      await Promise.all([application, ...twins].map(each => each.stop()))
      await database.drop()
    },
  }
}

let count = 0
/** Origin of a command from outside. */
export const origin = (actor = 'mem_test', correlationId = `cor_${(count += 1)}`) => ({
  actor,
  correlationId,
  causationId: `req_${count}`,
})
