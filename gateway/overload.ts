/** Load shedding: selects the writes to a service whose queue is too long, before they are read. */
import type { Route } from '../platform/http/routes/route.ts'
import type { IsOverloaded } from '../platform/http/server/shedding.ts'
import type { Writer } from '../platform/kit/writer.ts'

const API = '/api/'
const PARAMETER = '{}'

interface RoutedWriter {
  readonly routes: readonly Pick<Route, 'path'>[]
  readonly writer: Writer
}

interface OwnedRoute {
  /** Segments of its path, after `/api/`. */
  readonly segments: readonly string[]
  readonly writer: Writer
}

/** Routes with the same first segments. A path is followed only as far as several services share its segments. */
interface Branch {
  /** The writer of all these routes; null if they have several. */
  readonly writer: Writer | null
  readonly bySegment: ReadonlyMap<string, Branch>
}

function branchOf(routes: readonly OwnedRoute[], depth: number): Branch {
  const writer = routes[0]?.writer ?? null
  return routes.every(route => route.writer === writer) ? { writer, bySegment: new Map() } : fork(routes, depth)
}

function fork(routes: readonly OwnedRoute[], depth: number): Branch {
  const longer = routes.filter(({ segments }) => segments.length > depth)
  const groups = Map.groupBy(longer, ({ segments }) => segments[depth] ?? '')
  return { writer: null, bySegment: new Map([...groups].map(([key, group]) => [key, branchOf(group, depth + 1)])) }
}

/** Literal text is preferred to a parameter, as in the router. */
function writerOf(root: Branch, url: string): Writer | null {
  const path = url.slice(API.length, endOf(url, '?', 0))
  let branch: Branch | undefined = root
  let start = 0
  while (branch?.writer === null) {
    if (start >= path.length) return null
    const end = endOf(path, '/', start)
    branch = branch.bySegment.get(path.slice(start, end)) ?? branch.bySegment.get(PARAMETER)
    start = end + 1
  }
  return branch?.writer ?? null
}

/** The index of the next such sign, or the end of the text. */
function endOf(text: string, sign: string, start: number): number {
  const at = text.indexOf(sign, start)
  return at === -1 ? text.length : at
}

const segmentsOf = (path: string): string[] =>
  path
    .slice(API.length)
    .split('/')
    .map(segment => (segment.includes('{') ? PARAMETER : segment))

export function overloadOf(services: readonly RoutedWriter[]): IsOverloaded {
  const owned = services.flatMap(({ routes, writer }) =>
    routes.filter(({ path }) => path.startsWith(API)).map(({ path }) => ({ segments: segmentsOf(path), writer })),
  )
  // The first segment is always looked up: an unknown one belongs to no service, even if there is only one.
  const root = fork(owned, 0)
  return ({ method, url = '' }) =>
    method !== 'GET' &&
    method !== 'HEAD' &&
    method !== 'OPTIONS' &&
    url.startsWith(API) &&
    writerOf(root, url)?.isOverloaded === true
}
