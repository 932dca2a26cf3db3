/**
 * The whole application in one process: database, simulators, services, gateway. They are started in this order and
 * stopped in reverse.
 */
import type { FastifyInstance } from 'fastify'
import type { Probe } from '../gateway/probes.ts'
import { createGateway, versionOf } from '../gateway/server.ts'
import { gatewaySettings } from '../gateway/settings.ts'
import { migrate } from '../platform/db/migrate.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres/embedded-postgres.ts'
import { listenAt } from '../platform/http/server/listen.ts'
import type { Tracing } from '../platform/observability/tracing.ts'
import { createLogger, type Logger } from '../platform/ports/logger.ts'
import type { Ports } from '../platform/ports/ports.ts'
import { type Application, openApplication } from '../platform/runtime/application.ts'
import type { RunningService } from '../platform/runtime/running-service.ts'
import type { BankControl } from '../simulators/bank/control.ts'
import type { Configuration } from './configuration.ts'
import { demoOffer } from './demo/offer.ts'
import { openKeys } from './keys.ts'
import { offered } from './offered.ts'
import { services } from './services.ts'
import { bankSettings, mailSettings, pspSettings, Running } from './simulators.ts'
import { verifierOf } from './verifier.ts'

export interface Platform {
  readonly application: Application
  readonly gateway: FastifyInstance
  readonly log: Logger
  readonly databaseUrl: string
  /** Controls the bank simulator; null for a real bank. */
  readonly bank: BankControl | null
  /** Where the simulators listen; null where there is a real one. */
  readonly simulators: { readonly psp: string | null; readonly bank: string | null; readonly mail: string | null }
  /** Begins to accept requests. Returns the address. */
  listen(): Promise<string>
  stop(): Promise<void>
}

/** `definitions` are all services, unless a test replaces them. */
export async function openPlatform(
  configuration: Configuration,
  ports: Ports,
  definitions = services,
): Promise<Platform> {
  const running = new Running()
  try {
    return await open(configuration, ports, definitions, running)
  } catch (error) {
    await running.stop()
    throw error
  }
}

async function open(
  configuration: Configuration,
  ports: Ports,
  definitions: typeof services,
  running: Running,
): Promise<Platform> {
  const { env, dataDirectory } = configuration
  const log = createLogger({ settings: env, clock: ports.clock })
  const tracing = await tracingFor(env)
  if (tracing) running.add(tracing, started => started.stop())
  const databaseUrl = configuration.databaseUrl ?? (await embedded(dataDirectory, log, running))
  await migrate(databaseUrl, definitions)
  const keys = await openKeys(configuration, databaseUrl, ports.random)
  const psp = await pspSettings(configuration, ports, running)
  const bank = await bankSettings(configuration, ports, running)
  const mail = await mailSettings(configuration, ports, running)
  const settings = { MADANG_PUBLIC_URL: publicUrlOf(configuration), ...env, ...psp, ...bank.settings, ...mail.settings }
  const opening = openApplication({
    services: definitions,
    databaseUrl,
    ports,
    keys,
    settings,
    log,
    apart: configuration.apart,
  })
  const application = running.add(await opening, opened => opened.stop())
  const tokens = running.add(await verifierOf(application, env, ports, log), ({ stop }) => stop()).verifier
  const edge = gatewaySettings(env)
  const gateway = running.add(
    await createGateway({
      services: offered(application.services, ports.clock, versionOf(edge)),
      settings: edge,
      tokens,
      ports,
      log,
      fingerprintKey: await keys.derive('http/fingerprint'),
      probes: [...application.services.values()].map(probeOf),
      demo: demoOffer(configuration, application, bank.control?.url ?? null),
      checkReplies: env.MADANG_CHECK_REPLIES === 'on',
    }),
    server => server.close(),
  )
  return {
    application,
    gateway,
    log,
    databaseUrl,
    bank: bank.control,
    simulators: { psp: configuration.pspUrl ? null : psp.PSP_URL, bank: bank.control?.url ?? null, mail: mail.url },
    listen: () => listenAt(gateway, configuration),
    stop: () => running.stop(),
  }
}

/** On the machine itself, unless the settings say where people come. */
const publicUrlOf = ({ port }: Configuration): string => `http://localhost:${port}`

async function embedded(directory: string, log: Logger, running: Running): Promise<string> {
  const server = running.add(await startEmbeddedPostgres({ directory, log }), started => started.stop())
  return server.url
}

async function tracingFor(env: Configuration['env']): Promise<Tracing | null> {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT) return null
  const { startTracing } = await import('../platform/observability/tracing-export.ts')
  return startTracing(env)
}

const probeOf = ({ definition, read, writer }: RunningService): Probe => ({
  name: definition.name,
  async check() {
    await read.query('select 1')
    return { state: 'up', detail: `${writer.waiting} commands waiting` }
  },
})
