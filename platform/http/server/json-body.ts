/**
 * Parses JSON bodies. Prototype keys, null characters, malformed Unicode and excessive nesting are refused before any
 * handler sees the value.
 */
import { isUtf8 } from 'node:buffer'
import type { FastifyBodyParser, FastifyInstance } from 'fastify'
import { invalidRequest } from '../../kit/invalid.ts'
import { refuse } from '../../kit/refusal.ts'
import { isStorable } from '../routes/storable.ts'
import { RefusedRequest } from './request-refusal.ts'

type Done = (error: Error | null, body?: unknown) => void

/** More than any schema needs, and few enough for recursion over a value. */
const LEVELS_MAX = 32

/** An empty body is no body; the schema of the route says whether a body is required. */
export function acceptJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error') as FastifyBodyParser<string>
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, given, done: Done) => {
    const bytes = given as Buffer
    if (request.exchange?.mounted.route.rawBody === true) request.rawBody = bytes
    if (bytes.length === 0) return done(null, undefined)
    // Decoding would put a replacement character for each malformed one, and change the value.
    if (!isUtf8(bytes)) return done(new RefusedRequest(refuse('invalid_json')))
    const text = bytes.toString('utf8')
    const escapes = text.includes('\\u')
    parse(request, text, (error: Error | null, body?: unknown) => done(error ?? unfit(body, escapes), body))
  })
}

function unfit(body: unknown, escapes: boolean): RefusedRequest | null {
  if (escapes && !isStorable(body))
    return new RefusedRequest(invalidRequest({ in: 'body', pointer: '', code: 'unreadable' }))
  return isFlat(body)
    ? null
    : new RefusedRequest(invalidRequest({ in: 'body', pointer: '', code: 'too_deep', limit: LEVELS_MAX }))
}

/** Level by level instead of recursively: the caller chooses the depth. */
function isFlat(json: unknown): boolean {
  let level = isObject(json) ? [json] : []
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === LEVELS_MAX) return false
    level = objectsIn(level)
  }
  return true
}

const isObject = (json: unknown): json is object => typeof json === 'object' && json !== null

function objectsIn(level: readonly object[]): object[] {
  const members: object[] = []
  for (const value of level) for (const member of Object.values(value)) if (isObject(member)) members.push(member)
  return members
}
