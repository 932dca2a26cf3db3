/** Historic clients leave out `/api`: for the first segment of every known route, the path without it answers too. */
import type { IncomingMessage } from 'node:http'
import type { Route } from '../platform/http/routes/route.ts'

const API = '/api/'

/**
 * A browser that navigates (it asks for HTML) is left alone: `/orders` is then a page of the web app. Pages, health and
 * documents of the gateway itself are never rewritten, as no route of a service lies under them.
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
