/**
 * The whole application in one process: database, simulators, services, gateway. They are started in this order and
 * stopped in reverse.
 */
import type { FastifyInstance } from 'fastify'
import { jwks, revokedSessions, type SessionsRevoked, sessionsRevoked, tokenNames } from '../contracts/identity.ts'
import type { Probe } from '../gateway/probes.ts'
import { createGateway } from '../gateway/server.ts'
import { gatewaySettings } from '../gateway/settings.ts'
import { traceRoute } from '../gateway/trace-api.ts'
import { TokenVerifier } from '../platform/auth/tokens.ts'
import { migrate } from '../platform/db/migrate.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres/embedded-postgres.ts'
import { listenAt } from '../platform/http/server/listen.ts'
import type { Tracing } from '../platform/observability/tracing.ts'
import { createLogger, type Logger } from '../platform/ports/logger.ts'
import type { Ports } from '../platform/ports/ports.ts'
import { type Application, openApplication } from '../platform/runtime/application.ts'
import { operationRoutes } from '../platform/runtime/operations.ts'
import type { RunningService } from '../platform/runtime/running-service.ts'
import { taskRoutes } from '../platform/runtime/tasks-api.ts'
import { traceOf } from '../platform/runtime/trace.ts'
import type { BankControl } from '../simulators/bank/control.ts'
import type { Configuration } from './configuration.ts'
import { openKeys } from './keys.ts'
import { services } from './services.ts'
import { bankSettings, mailSettings, pspSettings, Running } from './simulators.ts'

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
  const tokens = await verifierOf(application, env, ports)
  const gateway = running.add(
    await createGateway({
      services: offered(application, ports),
      settings: gatewaySettings(env),
      tokens,
      ports,
      log,
      fingerprintKey: await keys.derive('http/fingerprint'),
      probes: [...application.services.values()].map(probeOf),
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

/** Tokens are verified with identity's keys. A log-in that ends in this process is revoked here immediately. */
async function verifierOf(application: Application, env: Configuration['env'], ports: Ports): Promise<TokenVerifier> {
  const names = tokenNames(env)
  const verifier = new TokenVerifier({ ...names, keys: () => application.rpc.call(jwks, {}), clock: ports.clock })
  application.service('identity').writer.onCommit(({ messages }) => {
    for (const { type, data } of messages) {
      if (type !== sessionsRevoked.type) continue
      const { sessions, until } = data as SessionsRevoked
      for (const session of sessions) verifier.revoke(session, new Date(until))
    }
  })
  const { sessions } = await application.rpc.call(revokedSessions, {})
  for (const { sessionId, until } of sessions) verifier.revoke(sessionId, new Date(until))
  return verifier
}

function offered(application: Application, { clock }: Ports) {
  const running = [...application.services.values()]
  const everywhere = async (correlationId: string) =>
    (await Promise.all(running.map(({ definition, read }) => traceOf(definition.name, read, correlationId)))).flat()
  const own = running.map(service => ({
    name: service.definition.name,
    routes: [...(service.definition.routes?.(service.context) ?? []), ...operationRoutes(service)],
    summary: service.definition.contract?.summary,
    refusals: service.definition.refusals,
    writer: service.writer,
    catchUp: () => service.context.catchUp.withAll(),
  }))
  const tasks = {
    name: 'operations',
    routes: taskRoutes(application.services, clock),
    // An action may be refused by whichever service it is for.
    refusals: Object.assign({}, ...running.map(({ definition }) => definition.refusals)),
    writer: application.service('identity').writer,
  }
  return [
    ...own,
    tasks,
    { name: 'trace', routes: [traceRoute(everywhere)], writer: application.service('identity').writer },
  ]
}

const probeOf = ({ definition, read, writer }: RunningService): Probe => ({
  name: definition.name,
  async check() {
    await read.query('select 1')
    return { state: 'up', detail: `${writer.waiting} commands waiting` }
  },
})
