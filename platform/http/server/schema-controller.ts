/**
 * Compiles the schemas of routes with TypeBox, in which they are written. Fastify would load a second compiler for
 * requests and a third for responses at each start, a tenth of the start-up time.
 */
import type { FastifyServerOptions } from 'fastify'
import type { TSchema } from 'typebox'
import type { RequestPart } from './field-error.ts'
import { partValidator } from './schema.ts'

interface Part {
  readonly schema: TSchema
  readonly httpPart?: string
}

const PARTS: Readonly<Record<string, RequestPart>> = { body: 'body', params: 'path', headers: 'header' }
const partOf = (part = ''): RequestPart => PARTS[part] ?? 'query'

export const schemaController: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: {
    // Fastify types this for Ajv, but passes the schema that the route declares.
    buildValidator: () => (({ schema, httpPart }: Part) => partValidator(partOf(httpPart), schema)) as never,
    buildSerializer: () => () => JSON.stringify,
  },
}
