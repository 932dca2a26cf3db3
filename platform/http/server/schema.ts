/**
 * Compiles the TypeBox schemas of a route into the validators that run per request. Bodies are never coerced;
 * parameters are text and are parsed by their schema. Only declared properties pass, in the order of the schema.
 */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/schema'
import { readInstantsStrictly } from '../routes/instant.ts'
import { type FieldError, fieldErrorsOf } from './field-error.ts'
import { readParameters } from './parameters.ts'
import { projection } from './projection.ts'

readInstantsStrictly()

export type RequestPart = 'body' | 'query' | 'params'

/** Thrown for Fastify's error handler, which answers `invalid_request` with the fields. */
export class InvalidPart extends Error {
  readonly fields: readonly FieldError[]

  constructor(fields: readonly FieldError[]) {
    super('the request does not match its schema')
    this.fields = fields
  }
}

type PartValidator = (value: unknown) => { value: unknown } | { error: InvalidPart }

/** A validator in the shape that Fastify calls. */
export function partValidator(part: RequestPart, schema: TSchema): PartValidator {
  const validator = Compile(schema)
  const prepare = part === 'body' ? null : readParameters(schema)
  const project = part === 'body' ? projection(schema) : null
  return given => {
    const value = prepare === null ? given : prepare(given)
    if (!validator.Check(value)) return { error: new InvalidPart(fieldErrorsOf(part, validator.Errors(value)[1])) }
    return { value: project === null ? value : project(value) }
  }
}
