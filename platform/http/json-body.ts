/** Reads JSON bodies. Prototype keys, null characters and broken Unicode are turned away before anyone sees the value. */
import type { FastifyBodyParser, FastifyInstance } from 'fastify'
import { refuse } from '../refusal.ts'
import { RefusedRequest } from './request-refusal.ts'
import { isStorable } from './storable.ts'

type Done = (error: Error | null, body?: unknown) => void

/** An empty body is no body; the route's schema says whether there must be one. */
export function acceptJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error') as FastifyBodyParser<string>
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, given, done: Done) => {
    const text = given as string
    if (request.exchange?.place.route.rawBody === true) request.rawBody = Buffer.from(text)
    if (text.length === 0) done(null, undefined)
    else if (!text.includes('\\u')) parse(request, text, done)
    else parse(request, text, (error: Error | null, body?: unknown) => done(error ?? unstorable(body), body))
  })
}

const unstorable = (body: unknown): RefusedRequest | null =>
  isStorable(body) ? null : new RefusedRequest(refuse('invalid_request', { in: 'body', rule: 'text' }))
