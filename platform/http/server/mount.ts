/** Mounts the declared routes of a service: schemas, guard, and the handler for reads or writes. */
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { TokenVerifier } from '../../auth/tokens.ts'
import type { Catalogue } from '../../kit/refusal.ts'
import type { Writer } from '../../kit/writer.ts'
import { RouteMeter } from '../../observability/metrics.ts'
import { hasOptionalBody } from '../routes/optional-body.ts'
import type { Route } from '../routes/route.ts'
import { copiesOf } from './copies.ts'
import type { MountedRoute } from './exchange.ts'
import { guard } from './guard.ts'
import { textOf } from './problem.ts'
import { readHandler } from './read.ts'
import { replyCheck } from './reply-check.ts'
import { NO_BODY, NO_PARAMETERS } from './schema.ts'
import { streamHandler } from './stream.ts'
import { writeHandler } from './write.ts'

export interface MountedService {
  readonly name: string
  readonly refusals?: Catalogue | undefined
}

export interface RouteDeps {
  readonly writer: Writer
  readonly tokens: TokenVerifier
  /** Keys the fingerprints of requests. The same in every process and at every start. 32 bytes. */
  readonly fingerprintKey: Uint8Array
  /** Checks every response against the declared replies of the route; for tests. */
  readonly checkReplies?: boolean | undefined
  /** Resolves when the service has heard all that was written before the call; false when that takes too long. */
  readonly catchUp?: (() => Promise<boolean>) | undefined
}

export const ROUTE_LIMIT_MS = 10_000

export function mountRoutes(
  server: FastifyInstance,
  service: MountedService,
  routes: readonly Route[],
  deps: RouteDeps,
): void {
  for (const route of routes) {
    for (const code of route.refusals ?? []) textOf(code, service.refusals)
    server.route(routeOptions(server, service, route, deps))
  }
}

/** OpenAPI's `{id}` in the notation of the router. */
export const routerPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** A file has none: its bytes were looked at when they were read. */
const hasSchemaOfBody = ({ method, accepts }: Route): boolean => method !== 'GET' && accepts === undefined

function readNoBodyAsEmpty(request: FastifyRequest, _reply: unknown, done: () => void): void {
  if (request.body === undefined) request.body = {}
  done()
}

function routeOptions(server: FastifyInstance, service: MountedService, route: Route, deps: RouteDeps): RouteOptions {
  const { edge } = server
  const mounted: MountedRoute = {
    edge,
    route,
    catalogue: service.refusals,
    tokens: deps.tokens,
    meter: new RouteMeter(route.method, route.path),
    limit_ms: route.limit_ms ?? ROUTE_LIMIT_MS,
  }
  const check = deps.checkReplies ? replyCheck(route) : null
  const copies = copiesOf(route, service.refusals, deps.catchUp)
  return {
    method: route.method,
    url: routerPath(route.path),
    schema: {
      ...(route.params === undefined ? {} : { params: route.params }),
      querystring: route.query ?? NO_PARAMETERS,
      ...(hasSchemaOfBody(route) && { body: route.body ?? NO_BODY }),
    },
    onRequest: guard(mounted),
    ...(hasOptionalBody(route) && { preValidation: readNoBodyAsEmpty }),
    ...('open' in route
      ? { handler: streamHandler(route, deps.tokens), exposeHeadRoute: false }
      : { handler: 'read' in route ? readHandler(route, check, copies) : writeHandler(route, deps, check, copies) }),
  }
}
