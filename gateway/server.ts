/** The public HTTP server: the routes of every service behind one set of limits, headers and documents. */
import type { FastifyInstance } from 'fastify'
import type { TokenVerifier } from '../platform/auth/tokens.ts'
import { openApiOf } from '../platform/http/openapi/openapi.ts'
import type { Route } from '../platform/http/routes/route.ts'
import type { SocketEndpoint } from '../platform/http/routes/socket.ts'
import { Cors } from '../platform/http/server/cors.ts'
import type { Limits } from '../platform/http/server/edge.ts'
import { mountRoutes } from '../platform/http/server/mount.ts'
import { RateLimit } from '../platform/http/server/rate-limit.ts'
import { createHttpServer } from '../platform/http/server/server.ts'
import type { Catalogue } from '../platform/kit/refusal.ts'
import type { Writer } from '../platform/kit/writer.ts'
import type { Logger } from '../platform/ports/logger.ts'
import type { Clock, Ports } from '../platform/ports/ports.ts'
import { addDemoRoute, type DemoOffer, NO_DEMO } from './demo.ts'
import { addDocuments } from './documents.ts'
import { addHistoricRedirects, historicPaths } from './historic-paths.ts'
import { overloadOf } from './overload.ts'
import type { Probe } from './probes.ts'
import { addProblemPages } from './problems.ts'
import { addServerRoutes, type Version } from './service-routes.ts'
import type { GatewaySettings } from './settings.ts'
import { NAME, VERSION } from './version.ts'
import { addWebApp } from './web.ts'

export interface OfferedService {
  readonly name: string
  /** What it is for, in a sentence. */
  readonly summary?: string | undefined
  readonly routes: readonly Route[]
  readonly sockets?: readonly SocketEndpoint[]
  readonly refusals?: Catalogue | undefined
  readonly writer: Writer
  /** See `RouteDeps`. */
  readonly catchUp?: () => Promise<boolean>
}

export interface GatewayOptions {
  readonly services: readonly OfferedService[]
  readonly settings: GatewaySettings
  readonly tokens: TokenVerifier
  readonly ports: Ports
  readonly log: Logger
  /** Keys the fingerprints of requests. The same in every process and at every start. */
  readonly fingerprintKey: Uint8Array
  /** Dependencies that `/health/ready` lists. */
  readonly probes?: readonly Probe[]
  /** What the log-in page offers; nothing unless given. */
  readonly demo?: () => Promise<DemoOffer>
  /** Checks every response against the document; for tests. */
  readonly checkReplies?: boolean
}

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS

/** The server, ready to listen. */
export async function createGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const { services, settings, tokens, ports, log, fingerprintKey, checkReplies } = options
  const server = createHttpServer({
    ports,
    log,
    cors: new Cors(settings.cors),
    limits: limitsOf(settings, ports.clock),
    rewriteUrl: historicPaths(services.flatMap(({ routes }) => routes)),
    trustedProxies: settings.trustedProxies,
    isOverloaded: overloadOf(services),
  })
  for (const service of services) {
    const { writer, catchUp } = service
    mountRoutes(server, service, service.routes, { writer, tokens, fingerprintKey, checkReplies, catchUp })
    for (const endpoint of service.sockets ?? []) server.sockets.mount(endpoint, tokens)
  }
  addHistoricRedirects(server)
  const version = versionOf(settings)
  addServerRoutes(server, version, options.probes ?? [])
  addDemoRoute(server, options.demo ?? (async () => NO_DEMO))
  addProblemPages(server, services)
  addDocuments(server, openApiOf(services, version.version))
  addWebApp(server, settings.web, ownSegments(services))
  await server.ready()
  return server
}

/** First segments of paths that belong to the API, the documents and this server: below them no page is the web app's. */
const ownSegments = (services: readonly OfferedService[]): ReadonlySet<string> =>
  new Set([
    ...['api', 'docs', 'health', 'metrics', 'openapi.json', 'problems', 'session', 'version', 'ws'],
    ...services.flatMap(({ routes }) => routes.map(({ path }) => path.split('/')[1] ?? '')),
  ])

function limitsOf({ requests_per_minute, credentials_per_quarter }: GatewaySettings, clock: Clock): Limits {
  const limit = (max: number | null, window_ms: number) =>
    max === null ? undefined : new RateLimit(clock, max, window_ms)
  return { everywhere: limit(requests_per_minute, MINUTE_MS), credentials: limit(credentials_per_quarter, QUARTER_MS) }
}

/** What `/version` tells. */
export function versionOf({ commit }: Pick<GatewaySettings, 'commit'>): Version {
  return { name: NAME, version: VERSION, node: process.version, commit }
}
