/**
 * The HTTP server: its limits, its body parser, and its answers to requests that reach no route. Routes are added by
 * `mountRoutes`. Fastify's logger is off; events that matter are logged where they happen.
 */
import type { IncomingMessage } from 'node:http'
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { refuse } from '../../kit/refusal.ts'
import { RouteMeter } from '../../observability/metrics.ts'
import { answerBrokenConnection } from './broken-connection.ts'
import { correlationIdOf } from './correlation.ts'
import { Edge, type EdgeOptions } from './edge.ts'
import { acceptJson } from './json-body.ts'
import { createServer } from './node-http.ts'
import { STREAMS_MAX } from './open-streams.ts'
import { answerOtherMethods } from './other-methods.ts'
import { refusalOf } from './request-refusal.ts'
import { schemaController } from './schema-controller.ts'
import { type IsOverloaded, shedding } from './shedding.ts'
import { acceptUploads } from './upload-body.ts'
import { SOCKETS_MAX, WebSockets } from './web-sockets.ts'

export interface HttpServerOptions extends EdgeOptions {
  /** Returns the URL to route by, for paths that are known under more than one name. */
  readonly rewriteUrl?: ((request: IncomingMessage) => string) | undefined
  /** Addresses of proxies whose `X-Forwarded-For` is trusted; none by default. */
  readonly trustedProxies?: readonly string[] | undefined
  /** Tells which requests are shed unread; none by default. */
  readonly isOverloaded?: IsOverloaded | undefined
  /** Time for running requests to finish once the server closes. */
  readonly close_limit_ms?: number | undefined
}

export const BODY_BYTES_MAX = 1_048_576
/** Sockets and streams have limits of their own. */
const CONNECTIONS_MAX = 10_000 + SOCKETS_MAX + STREAMS_MAX
const PARAM_LENGTH_MAX = 200
const HEADER_BYTES_MAX = 16_384
/** Longer than the idle time of common load balancers, so that they close first. */
const KEEP_ALIVE_MS = 72_000
/** For the headers, and for the whole request. A slower connection is closed. */
const HEADERS_LIMIT_MS = 15_000
const REQUEST_LIMIT_MS = 30_000
const CLOSE_LIMIT_MS = 10_000

const serverLimits = {
  keepAliveTimeout: KEEP_ALIVE_MS,
  requestTimeout: REQUEST_LIMIT_MS,
  headersTimeout: HEADERS_LIMIT_MS,
  maxHeaderSize: HEADER_BYTES_MAX,
}

declare module 'fastify' {
  interface FastifyInstance {
    edge: Edge
    sockets: WebSockets
  }
}

export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { ports, rewriteUrl, trustedProxies, isOverloaded = () => false } = options
  const edge = new Edge(options)
  const sockets = new WebSockets(edge)
  const limits = { ...serverLimits, shouldUpgradeCallback: sockets.wants.bind(sockets) }
  const server = fastify({
    bodyLimit: BODY_BYTES_MAX,
    schemaController,
    routerOptions: { maxParamLength: PARAM_LENGTH_MAX },
    serverFactory: handle => createServer(limits, shedding(handle, isOverloaded, edge)),
    // While the server closes, requests on open connections are answered, and then the connection ends.
    return503OnClosing: false,
    trustProxy: trustedProxies !== undefined && trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: request => correlationIdOf(request.headers, ports.ids),
    clientErrorHandler: answerBrokenConnection,
    frameworkErrors: (error, request, reply) => answerError(edge, error, request, reply),
    ...(rewriteUrl === undefined ? {} : { rewriteUrl }),
  })
  server.server.maxConnections = CONNECTIONS_MAX
  server.server.on('upgrade', sockets.upgrade.bind(sockets))
  server.decorate('edge', edge)
  server.decorate('sockets', sockets)
  server.decorateRequest('exchange', null)
  server.decorateRequest('rawBody', null)
  acceptJson(server)
  acceptUploads(server)
  answerOtherMethods(server)
  const unmatched = new RouteMeter('ANY', 'unmatched')
  server.setNotFoundHandler((request, reply) => {
    unmatched.count(edge.refuse(request, reply, refuse('not_found')), 0)
  })
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (request.is404) unmatched.count(edge.refuse(request, reply, refuse('not_found')), 0)
    else answerError(edge, error, request, reply)
  })
  closeInTime(server, options.close_limit_ms ?? CLOSE_LIMIT_MS)
  return server
}

function answerError(edge: Edge, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error)
  // Requests with a malformed URL have no exchange.
  const exchange = request.exchange ?? null
  if (refusal === null) {
    if (exchange !== null) exchange.fault(error)
    else {
      edge.logFault(request, error)
      edge.refuse(request, reply, refuse('internal_fault'))
    }
    return
  }
  // The rest of a body that is too large is not awaited.
  const more = refusal.code === 'body_too_large' ? ['connection', 'close'] : undefined
  if (exchange === null) edge.refuse(request, reply, refusal, undefined, more)
  else exchange.refuse(refusal, more)
}

/** Stops accepting, lets running requests finish, and ends the remaining connections after the limit. */
function closeInTime(server: FastifyInstance, limit_ms: number): void {
  const { edge, sockets } = server
  server.addHook('preClose', done => {
    edge.closing()
    sockets.closeAll()
    edge.ports.clock.after(limit_ms, () => {
      if (edge.deadlines.running > 0) edge.log.warn({ running: edge.deadlines.running }, 'closing cuts off requests')
      server.server.closeAllConnections()
    })
    done()
  })
}
