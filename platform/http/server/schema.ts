/**
 * Compiles the TypeBox schemas of a route into the validators that run per request. Bodies are never coerced;
 * parameters are text and are parsed by their schema. Undeclared properties are refused; defaults are filled in, and
 * properties come in the order of the schema.
 */
import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/schema'
import type { FieldError } from '../../kit/invalid.ts'
import { readInstantsStrictly } from '../routes/instant.ts'
import { readTextsStrictly } from '../routes/texts.ts'
import { fieldErrorsOf, type RequestPart, unknownErrorsOf } from './field-error.ts'
import { normalTexts } from './normal-texts.ts'
import { readParameters } from './parameters.ts'
import { projection } from './projection.ts'
import { unknownFields } from './unknown-fields.ts'

readInstantsStrictly()
readTextsStrictly()

/** Thrown for Fastify's error handler, which answers `invalid_request` with the fields. */
export class InvalidPart extends Error {
  readonly fields: readonly FieldError[]

  constructor(fields: readonly FieldError[]) {
    super('the request does not match its schema')
    this.fields = fields
  }
}

type PartValidator = (value: unknown) => { value: unknown } | { error: InvalidPart }

/** Of a route that takes no query: any parameter is unknown. */
export const NO_PARAMETERS = Type.Object({})
/** Of a route that takes no body: there may be none, `null`, or an object without fields. */
export const NO_BODY = Type.Object({}, { description: 'Nothing.' })

/** Nothing stays nothing: what a request is stored under must not depend on it. */
const noBody = (): PartValidator => {
  const validate = partValidator('body', Type.Object({}))
  return given => {
    const found = validate(given ?? {})
    return 'error' in found ? found : { value: given }
  }
}

/** A validator in the shape that Fastify calls. */
export function partValidator(part: RequestPart, schema: TSchema): PartValidator {
  if (schema === NO_BODY) return noBody()
  const validator = Compile(schema)
  const normalize = normalTexts(schema) ?? ((value: unknown) => value)
  const prepare = part === 'body' ? null : readParameters(schema)
  const project = part === 'body' ? projection(schema) : null
  // A client sends headers of its own.
  const unknown = (part === 'header' ? null : unknownFields(schema)) ?? (() => [])
  return given => {
    const value = normalize(prepare === null ? given : prepare(given))
    if (!validator.Check(value)) return { error: new InvalidPart(fieldErrorsOf(part, validator.Errors(value)[1])) }
    // Only what is declared was read of the parameters.
    const found = unknown(part === 'body' ? value : given, '')
    if (found.length > 0) return { error: new InvalidPart(unknownErrorsOf(part, found)) }
    return { value: project === null ? value : project(value) }
  }
}
