/** One OpenAPI 3.1 document for all services, generated from their route declarations. */
import type { Words } from '../../kit/named-enum.ts'
import { type Catalogue, commonRefusals } from '../../kit/refusal.ts'
import type { Route } from '../routes/route.ts'
import { Components } from './openapi-components.ts'
import { type Operation, operationOf } from './openapi-operation.ts'

export interface DocumentedService {
  readonly name: string
  /** What it is for, in a sentence. */
  readonly summary?: string | undefined
  readonly routes: readonly Route[]
  readonly refusals?: Catalogue | undefined
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly description: string
    readonly license: { readonly name: string; readonly identifier: string }
  }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description?: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Readonly<Record<string, unknown>>
}

const description = [
  'Amounts are numbers in major units with a currency. Lists page by cursor.',
  'Every write takes an `Idempotency-Key`: the same key and body give the stored answer again.',
  'Errors are problem details (RFC 9457) with a stable `code`, in English or Korean by `Accept-Language`.',
].join(' ')

/** Throws when two routes have the same operation id or the same method and path. */
export function openApiOf(services: readonly DocumentedService[], version: string): OpenApiDocument {
  const components = new Components()
  const paths: Record<string, Record<string, Operation>> = {}
  const names = new Set<string>()
  for (const service of services) {
    for (const route of service.routes) {
      paths[route.path] ??= {}
      const methods = paths[route.path]!
      const method = route.method.toLowerCase()
      if (names.has(route.name)) throw new Error(`two routes are named ${route.name}`)
      if (methods[method] !== undefined) throw new Error(`two routes answer ${route.method} ${route.path}`)
      names.add(route.name)
      methods[method] = operationOf(service, route, components)
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Madang', version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: services.map(({ name, summary }) => ({ name, ...(summary !== undefined && { description: summary }) })),
    paths,
    components: components.all(textsOf(services)),
  }
}

/** Of every refusal. The same code has the same meaning wherever a reason may be it. */
function textsOf(services: readonly DocumentedService[]): Readonly<Record<string, Words>> {
  const all: Catalogue = Object.assign({}, commonRefusals, ...services.map(({ refusals }) => refusals))
  const sorted = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([code, { ko, en }]) => [code, { ko, en }]))
}
