/** One route as an OpenAPI operation: who may call it, its parameters and body, and every reply it may give. */
import type { TSchema } from 'typebox'
import type { Catalogue } from '../../kit/refusal.ts'
import { CREATED, locationTemplate } from '../routes/location.ts'
import { hasOptionalBody } from '../routes/optional-body.ts'
import type { Route, Who } from '../routes/route.ts'
import { MIB } from '../routes/upload.ts'
import type { Accepts } from '../routes/uploaded-file.ts'
import { IF_MATCH_LENGTH_MAX, IF_MATCH_PATTERN } from '../server/if-match.ts'
import { STATUS_CODES } from '../server/node-http.ts'
import { OWN_PAGE_VALUE } from '../server/own-page.ts'
import { PREFER_WAIT_MAX_S } from '../server/prefer.ts'
import { PROBLEM_TYPE, textOf } from '../server/problem.ts'
import { exampleOf } from './example.ts'
import type { Components } from './openapi-components.ts'

export interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, unknown>>
}

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: unknown
}

/** Errors of a body or its headers that are found before the route runs, also where no body is expected. */
const READING_A_BODY = ['invalid_request', 'invalid_json', 'body_too_large', 'unsupported_media_type']
const READING_A_FILE = ['invalid_request', 'body_too_large', 'file_type_not_accepted']

const JSON_MEDIA = 'application/json'

/** The schemas of the document, by reference where they have a name. */
type Refer = Pick<Components, 'refer' | 'referAs'>

interface ObjectShape {
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly required?: readonly string[]
}

export function operationOf(
  service: { readonly name: string; readonly refusals?: Catalogue | undefined },
  route: Route,
  refer: Refer,
): Operation {
  const { who } = route
  const description = descriptionOf(route)
  return {
    operationId: route.name,
    tags: [service.name],
    summary: route.summary,
    ...(description !== '' && { description }),
    security: securityOf(who),
    parameters: [...pathParameters(route, refer), ...queryParameters(route, refer), ...headerParameters(route)],
    ...bodyOf(route, refer),
    responses: { ...answers(route, refer), ...refusals(route, service.refusals, refer) },
  }
}

function bodyOf(route: Route, refer: Refer): Pick<Operation, 'requestBody'> {
  const { body, accepts } = route
  if (accepts !== undefined) return { requestBody: fileOf(accepts) }
  if (body === undefined) return {}
  const content = contentOf(JSON_MEDIA, body, refer.referAs(nameOf(route, 'Body'), body))
  return { requestBody: { required: !hasOptionalBody(route), content } }
}

/** Bytes need no schema (OpenAPI 3.1 §4.8.14.2); generators want one. */
const fileOf = ({ types, bytes_max }: Accepts) => ({
  description: `A file of at most ${bytes_max / MIB} MiB. Its kind is told by its bytes, not by the \`Content-Type\`.`,
  required: true,
  content: Object.fromEntries(types.map(type => [type, {}])),
})

/** What it does, and who may. */
const descriptionOf = ({ description = '', who }: Route): string =>
  [description, typeof who === 'string' ? '' : `Needs one of the roles ${who.map(role => `\`${role}\``).join(', ')}.`]
    .filter(part => part !== '')
    .join('\n\n')

/** `RegisterBody`: of what has no name of its own. */
const nameOf = ({ name }: Route, part: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}${part}`

/** With a sample, unless it is a file. */
const contentOf = (media: string, schema: TSchema, referred: unknown) => ({
  [media]: { schema: referred, ...(media === JSON_MEDIA && { example: exampleOf(schema) }) },
})

/**
 * A role in a security requirement is one that the token must carry (OpenAPI 3.1 §4.8.30). One of the requirements
 * suffices.
 */
function securityOf(who: Who): Operation['security'] {
  if (who === 'anyone') return []
  return who === 'member' ? [{ token: [] }] : who.map(role => ({ token: [role] }))
}

function pathParameters({ path, params }: Route, refer: Refer): Parameter[] {
  const { properties = {} } = (params ?? {}) as ObjectShape
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const schema = properties[name] === undefined ? { type: 'string' } : refer.refer(properties[name])
    return { name, in: 'path', required: true, schema }
  })
}

function queryParameters({ query }: Route, refer: Refer): Parameter[] {
  const { properties = {}, required = [] } = (query ?? {}) as ObjectShape
  return Object.entries(properties).map(([name, property]) => {
    const { description: own } = property as { readonly description?: string }
    const { description = own, ...schema } = refer.refer(property) as { readonly description?: string }
    return { name, in: 'query', required: required.includes(name), ...(description ? { description } : {}), schema }
  })
}

function headerParameters(route: Route): Parameter[] {
  if ('open' in route) return [LAST_EVENT_ID]
  const ownPage: Parameter = {
    name: 'X-Madang-Session',
    in: 'header',
    required: true,
    description: `\`${OWN_PAGE_VALUE}\`, for pages of this origin: with it a browser has to send \`Sec-Fetch-Site: same-origin\`, or this \`Origin\`.`,
    schema: { type: 'string', pattern: `^${OWN_PAGE_VALUE}$`, examples: [OWN_PAGE_VALUE] },
  }
  return [...(route.ownPage ? [ownPage] : []), ...writeParameters(route)]
}

function writeParameters(route: Route): Parameter[] {
  if (!('write' in route)) return []
  const key: Parameter = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Your name for this write; sending it again gives the stored answer.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  }
  const prefer: Parameter = {
    name: 'Prefer',
    in: 'header',
    required: false,
    description: `\`wait=N\` (at most ${PREFER_WAIT_MAX_S} seconds) waits for the outcome.`,
    schema: { type: 'string', examples: ['wait=5'] },
  }
  const version: Parameter = {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of what you have read: once it has changed since, the write is refused with 412.',
    schema: { type: 'string', maxLength: IF_MATCH_LENGTH_MAX, pattern: IF_MATCH_PATTERN, examples: ['"3"'] },
  }
  return [key, ...(route.edits ? [version] : []), ...(route.wait ? [prefer] : [])]
}

const LAST_EVENT_ID: Parameter = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The id of the last event that arrived, for a client that comes back.',
  schema: { type: 'string', maxLength: 100, pattern: '^[\\x21-\\x7e]*$' },
}

const TAG = {
  ETag: {
    description: 'Names the version of what can be edited, for `If-Match`.',
    schema: { type: 'string', examples: ['"3"'] },
  },
}

const locationOf = (template: string) => ({
  Location: {
    description: `Where it can be read: \`${template}\`, filled in from the answer.`,
    required: true,
    schema: { type: 'string', format: 'uri-reference' },
  },
})

/** The headers of an answer, by its status. */
function headersOf(route: Route, status: string): Record<string, unknown> | null {
  if ('read' in route) return route.tagged ? TAG : null
  const template = locationTemplate(route)
  return template !== null && status === String(CREATED) ? locationOf(template) : null
}

function answers(route: Route, refer: Refer): Record<string, unknown> {
  const { replies, produces = JSON_MEDIA } = route
  const given = Object.entries(replies as Record<string, TSchema | null>).filter(([status]) => !isRefused(status))
  const isAlone = given.filter(([, schema]) => schema !== null).length === 1
  const entries = given.map(([status, schema]) => {
    const headers = headersOf(route, status)
    const described = { description: STATUS_CODES[status] ?? status, ...(headers && { headers }) }
    const part = isAlone ? 'Reply' : `Reply${status}`
    const content = schema !== null && contentOf(produces, schema, refer.referAs(nameOf(route, part), schema))
    return [status, { ...described, ...(content && { content }) }]
  })
  return Object.fromEntries(entries)
}

const readingCodes = ({ method, accepts }: Route): readonly string[] =>
  method === 'GET' ? [] : accepts === undefined ? READING_A_BODY : READING_A_FILE

/** A declared reply may be a refusal that is recorded, with facts of its own. */
const isRefused = (status: string): boolean => Number(status) >= 400

/** Codes of the declared refusals, and of those that the HTTP layer itself may give. */
function refusalCodesOf(route: Route): string[] {
  return [
    ...readingCodes(route),
    // Also for a URL that no path or query can have.
    'invalid_request',
    'rate_limited',
    ...(route.ownPage ? ['cross_site'] : []),
    ...(route.who === 'anyone' ? [] : ['unauthenticated']),
    ...(typeof route.who === 'string' ? [] : ['forbidden']),
    ...('write' in route ? ['idempotency_key_reused'] : []),
    ...('write' in route && route.edits ? ['precondition_failed'] : []),
    // A pure write cannot have fetched the key of a person, so its answer is not sealed.
    ...('write' in route && !route.pure ? ['answer_forgotten'] : []),
    ...(route.refusals ?? []),
  ]
}

function refusals(route: Route, catalogue: Catalogue | undefined, refer: Refer): Record<string, unknown> {
  const byStatus = new Map<number, Map<string, string>>()
  const isFromCopy = route.refusals?.some(code => textOf(code, catalogue).fromCopy) ?? false
  for (const code of [...refusalCodesOf(route), ...(isFromCopy ? ['not_arrived_yet'] : [])]) {
    const text = textOf(code, catalogue)
    byStatus.set(text.status, (byStatus.get(text.status) ?? new Map()).set(code, text.en))
  }
  const problem = { $ref: '#/components/schemas/Problem' }
  const recorded = (status: string) => {
    const schema = (route.replies as Record<string, TSchema | null>)[status]
    return schema ? { anyOf: [refer.referAs(nameOf(route, `Reply${status}`), schema), problem] } : problem
  }
  const contentFor = (schema: unknown) => ({ [PROBLEM_TYPE]: { schema } })
  const entries = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, texts]) => [
      String(status),
      {
        description: [...texts].map(([code, text]) => `\`${code}\`: ${text}`).join('\n\n'),
        content: contentFor(recorded(String(status))),
      },
    ])
  return {
    ...Object.fromEntries(entries),
    default: { description: 'Any other problem.', content: contentFor(problem) },
  }
}
