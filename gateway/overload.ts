/** Which requests are turned away at the door: writes to a service that has more waiting than it will do soon. */
import type { IsOverloaded } from '../platform/http/server/shedding.ts'
import type { OfferedService } from './server.ts'

/** The part of a path that says whose it is: `orders` of `/api/orders/…`. */
const resourceOf = (path: string): string => /^\/api\/([^/?]+)/.exec(path)?.[1] ?? ''

export function overloadOf(services: readonly OfferedService[]): IsOverloaded {
  const writers = new Map(
    services.flatMap(({ routes, writer }) => routes.map(({ path }) => [resourceOf(path), writer] as const)),
  )
  return ({ method, url = '' }) =>
    method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS' && writers.get(resourceOf(url))?.isOverloaded === true
}
