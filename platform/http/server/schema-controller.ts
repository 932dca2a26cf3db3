/**
 * How a server of ours has the schemas of its routes compiled: by TypeBox, which they are written in. Fastify would load a second
 * compiler for requests and a third for answers at each start, a tenth of it.
 */
import type { FastifyServerOptions } from 'fastify'
import type { TSchema } from 'typebox'
import { partValidator, type RequestPart } from './schema.ts'

interface Part {
  readonly schema: TSchema
  readonly httpPart?: string
}

const partOf = (part: string | undefined): RequestPart =>
  part === 'body' ? 'body' : part === 'params' ? 'params' : 'query'

export const schemaController: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: {
    // Typed as Ajv's own by Fastify, which passes what the route was declared with.
    buildValidator: () => (({ schema, httpPart }: Part) => partValidator(partOf(httpPart), schema)) as never,
    buildSerializer: () => () => JSON.stringify,
  },
}
