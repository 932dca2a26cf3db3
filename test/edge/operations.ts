/** The platform's OpenAPI document as a list of operations: all that the tests of the edge know about the API. */
import type { TestPlatform } from '../harness/platform.ts'
import type { Schema } from './schema.ts'

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: Schema
}

export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  /** How a test is called: `POST /api/orders (placeOrder)`. */
  readonly title: string
  readonly summary: string
  readonly open: boolean
  /** One of these is needed; none means that any member may ask. */
  readonly roles: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly body: Schema | null
  /** No body is one, too. */
  readonly mayBeEmpty: boolean
  /** Its body is a file. */
  readonly isUpload: boolean
  /** Statuses with the codes of the refusals that are documented for them. */
  readonly codes: ReadonlyMap<string, ReadonlySet<string>>
  /** What a 200 answers as JSON. */
  readonly answer: Schema | null
  /** Of a 201, the template of its `Location`, as the document names it; null where there is none. */
  readonly location: string | null
}

interface Response {
  readonly description: string
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
  readonly headers?: Readonly<Record<string, { readonly description: string }>>
}

interface Documented {
  readonly operationId: string
  readonly summary: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: {
    readonly required?: boolean
    readonly content: Readonly<Record<string, { readonly schema?: Schema }>>
  }
  readonly responses: Readonly<Record<string, Response>>
}

export interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>
  readonly components: { readonly schemas?: Readonly<Record<string, unknown>> }
}

export async function readDocument(madang: TestPlatform): Promise<Document> {
  return (await madang.get('/openapi.json')).body
}

export function operationsOf(document: Document): Operation[] {
  const resolved = resolve(document, document) as Document
  return Object.entries(resolved.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => read(path, method.toUpperCase(), operation)),
  )
}

function read(path: string, method: string, operation: Documented): Operation {
  const { operationId: id, summary, security, parameters, requestBody, responses } = operation
  return {
    id,
    method,
    path,
    title: `${method} ${path} (${id})`,
    summary,
    open: security.length === 0,
    roles: security.flatMap(({ token = [] }) => token),
    parameters,
    body: requestBody?.content['application/json']?.schema ?? null,
    mayBeEmpty: requestBody?.required === false,
    isUpload: requestBody !== undefined && requestBody.content['application/json'] === undefined,
    codes: new Map(
      Object.entries(responses).map(([status, { description }]) => [
        status,
        new Set([...description.matchAll(/`([a-z_]+)`: /g)].map(([, code]) => code!)),
      ]),
    ),
    answer: responses['200']?.content?.['application/json']?.schema ?? null,
    location: /`(.+)`/.exec(responses['201']?.headers?.Location?.description ?? '')?.[1] ?? null,
  }
}

/** The document with its references replaced by what they name. */
function resolve(value: unknown, document: Document): unknown {
  if (Array.isArray(value)) return value.map(item => resolve(item, document))
  if (typeof value !== 'object' || value === null) return value
  const { $ref } = value as { $ref?: unknown }
  if (typeof $ref === 'string') {
    const names = $ref.slice(2).split('/')
    const target = names.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], document)
    return resolve(target, document)
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member, document)]))
}

export const parametersIn = (operation: Operation, where: Parameter['in']): readonly Parameter[] =>
  operation.parameters.filter(parameter => parameter.in === where)

/** `values` by name, as they are: the caller escapes what is to be escaped. */
export function urlOf(
  { path }: Operation,
  values: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>> = {},
): string {
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`)
  return pairs.length === 0 ? url : `${url}?${pairs.join('&')}`
}

export const cases = (operations: readonly Operation[]) =>
  operations.map(operation => ({ title: operation.title, operation }))

export interface Named {
  /** The word before the parameter: in `/api/orders/{orderId}/cancel` it is `orders`. */
  readonly thing: string
  /** With the word before that, `money/transfers`: several services may have things of one name. */
  readonly ofService: string
  readonly name: string
}

/** The path parameters of an operation. */
export const thingsIn = ({ path }: Operation): Named[] => {
  const parts = path.split('/')
  return parts.flatMap((part, index) => {
    const name = /^\{(\w+)\}/.exec(part)?.[1]
    if (name === undefined) return []
    const [area = '', before = ''] = parts.slice(index - 2, index)
    // A word that comes after an id, such as an action, stands for itself.
    const thing = before.startsWith('{') ? name : before
    return [{ thing, ofService: `${area}/${thing}`, name }]
  })
}
