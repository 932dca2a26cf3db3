/**
 * Paths without `/api`, for historic clients: the first segment of every known route is accepted without the prefix.
 */
import type { IncomingMessage } from 'node:http'
import type { Route } from '../platform/http/routes/route.ts'

const API = '/api/'

/**
 * Requests of a navigating browser (they ask for HTML) are not rewritten: `/orders` is then a page of the web app.
 * Pages, health and documents of the gateway are never rewritten, because no route of a service has their path.
 */
export function historicPaths(routes: readonly Route[]): (request: IncomingMessage) => string {
  const segments = new Set(routes.filter(({ path }) => path.startsWith(API)).map(({ path }) => path.split('/')[2]!))
  return ({ url = '/', headers }) => {
    if (url.startsWith(API)) return url
    const segment = /^\/([^/?]*)/.exec(url)?.[1]
    if (segment === undefined || !segments.has(segment)) return url
    return headers.accept?.includes('text/html') ? url : `/api${url}`
  }
}
