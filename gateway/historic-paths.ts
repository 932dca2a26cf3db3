/**
 * Paths of historic clients. The first segment of every known route is accepted without `/api`; a path that once answered
 * two kinds of things leads to where the other kind is now.
 */
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Route } from '../platform/http/routes/route.ts'

const API = '/api/'

/** An order as it was is `?asOf=` of the order itself. */
const orderThen = /^(\/api\/orders\/[^/?]+)\/history(\?(?:.*&)?asOf=.*)$/

/**
 * Requests of a navigating browser (they ask for HTML) are not rewritten: `/orders` is then a page of the web app.
 * Pages, health and documents of the gateway are never rewritten, because no route of a service has their path.
 */
export function historicPaths(routes: readonly Route[]): (request: IncomingMessage) => string {
  const segments = new Set(routes.filter(({ path }) => path.startsWith(API)).map(({ path }) => path.split('/')[2]!))
  const withPrefix = ({ url = '/', headers }: IncomingMessage): string => {
    if (url.startsWith(API)) return url
    const segment = /^\/([^/?]*)/.exec(url)?.[1]
    if (segment === undefined || !segments.has(segment)) return url
    return headers.accept?.includes('text/html') ? url : `/api${url}`
  }
  return request => {
    const url = withPrefix(request)
    return url.includes('asOf=') ? url.replace(orderThen, '$1$2') : url
  }
}

/** A member's orders were at the path of one order, with the member's id: they are a list with a filter now. */
const MEMBERS_ORDERS = '/api/orders/:memberId(^mem_[\\w-]+$)'

/**
 * Answers 308 there. Declared after the routes themselves, and for reads alone: every other method of such a path is about
 * an order that there is not.
 */
export function addHistoricRedirects(server: FastifyInstance): void {
  const { edge } = server
  server.register(async scope => {
    scope.get<{ Params: { memberId: string } }>(MEMBERS_ORDERS, (request, reply) => {
      const [, query = ''] = request.url.split('?', 2)
      const location = `/api/orders?userId=${request.params.memberId}${query && `&${query}`}`
      edge.send(request, reply, 308, null, '', ['location', location])
    })
  })
}
