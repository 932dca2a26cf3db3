/** Reads JSON bodies. Prototype keys, null characters and broken Unicode are turned away before anyone sees the value. */
import type { FastifyBodyParser, FastifyInstance } from 'fastify'
import { refuse } from '../refusal.ts'
import { RefusedRequest } from './request-refusal.ts'
import { isStorable } from './storable.ts'

type Done = (error: Error | null, body?: unknown) => void

/** An empty body is no body; the route's schema says whether there must be one. */
export function acceptJson(fastify: FastifyInstance): void {
  const parse = jsonParser(fastify)
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done: Done) => {
    if (text.length === 0) done(null, undefined)
    else parse(request, text as string, done)
  })
}

/** The same, and the bytes are kept beside the value, for signatures over them. */
export function acceptRawJson(fastify: FastifyInstance): void {
  const parse = jsonParser(fastify)
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done: Done) => {
    request.rawBody = bytes as Buffer
    if (bytes.length === 0) done(null, undefined)
    else parse(request, bytes.toString(), done)
  })
}

function jsonParser(fastify: FastifyInstance) {
  const parse = fastify.getDefaultJsonParser('error', 'error') as FastifyBodyParser<string>
  return (request: Parameters<typeof parse>[0], text: string, done: Done): void => {
    if (!text.includes('\\u')) parse(request, text, done)
    else parse(request, text, (error: Error | null, body?: unknown) => done(error ?? unstorable(body), body))
  }
}

const unstorable = (body: unknown): RefusedRequest | null =>
  isStorable(body) ? null : new RefusedRequest(refuse('invalid_request', { in: 'body', rule: 'text' }))
