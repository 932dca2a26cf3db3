/** Reads the errors of a schema as the parts of a request that are wrong. `field-message.ts` says them in words. */
import type { FieldError, FieldErrorCode } from '../../kit/invalid.ts'
import type { UnknownField } from './unknown-fields.ts'

export type RequestPart = FieldError['in']

interface SchemaError {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
}

/** What the keywords that we use say beside the path. */
interface Params {
  readonly requiredProperties?: readonly string[]
  readonly limit?: string | number
  readonly format?: string
  readonly type?: string
  readonly multipleOf?: number
  readonly allowedValues?: readonly unknown[]
  readonly allowedValue?: unknown
}

const FIELD_ERRORS_MAX = 20

const CODES: Readonly<Record<string, FieldErrorCode>> = {
  required: 'required',
  type: 'wrong_type',
  minLength: 'too_short',
  maxLength: 'too_long',
  minimum: 'too_small',
  exclusiveMinimum: 'too_small',
  maximum: 'too_large',
  exclusiveMaximum: 'too_large',
  multipleOf: 'not_a_multiple',
  minItems: 'too_few_items',
  maxItems: 'too_many_items',
  uniqueItems: 'duplicate_items',
  format: 'wrong_format',
  pattern: 'wrong_format',
  enum: 'not_allowed',
  const: 'not_allowed',
  anyOf: 'no_such_form',
}

export function fieldErrorsOf(part: RequestPart, errors: readonly SchemaError[]): FieldError[] {
  return withoutVariants(errors)
    .flatMap(error => fieldErrors(part, error))
    .slice(0, FIELD_ERRORS_MAX)
}

/** A union reports every variant that it tried. What counts are the errors of the one that was meant, if one can be told. */
function withoutVariants(errors: readonly SchemaError[]): readonly SchemaError[] {
  const union = errors.find(({ keyword }) => keyword === 'anyOf')
  if (union === undefined) return errors
  const prefix = `${union.schemaPath}/anyOf/`
  const inside = errors.filter(({ schemaPath }) => schemaPath.startsWith(prefix))
  const others = errors.filter(error => error !== union && !inside.includes(error))
  return withoutVariants([...others, ...meantBy(union, prefix, inside)])
}

function meantBy(union: SchemaError, prefix: string, inside: readonly SchemaError[]): readonly SchemaError[] {
  const variants = Map.groupBy(inside, ({ schemaPath }) => schemaPath.slice(prefix.length).split('/')[0])
  const allowed = inside.flatMap(({ keyword, params }) =>
    keyword === 'const' ? [(params as Params).allowedValue] : [],
  )
  if (allowed.length === inside.length && allowed.length > 0) {
    return [{ ...union, keyword: 'enum', params: { allowedValues: allowed } }]
  }
  const type = typeMeantBy(union, [...variants.values()])
  if (type !== null) return [{ ...union, keyword: 'type', params: { type } }]
  // A variant of another type, or that lacks what it must have, was not meant.
  const meant = [...variants.values()].filter(found => !found.some(error => isElsewhere(error, union)))
  return meant.length === 1 ? (meant[0] ?? []) : [{ ...union, keyword: 'no such form' }]
}

/** Of a text or null that is a number, it is meant to be a text. */
function typeMeantBy(union: SchemaError, variants: readonly (readonly SchemaError[])[]): string | null {
  const types = variants.map(found =>
    found.find(({ keyword, instancePath }) => keyword === 'type' && instancePath === union.instancePath),
  )
  const known = types.flatMap(error => (error?.params as Params | undefined)?.type ?? [])
  const [type, ...others] = known.filter(each => each !== 'null')
  return type !== undefined && others.length === 0 && known.length === variants.length ? type : null
}

const isElsewhere = ({ keyword, instancePath }: SchemaError, union: SchemaError): boolean =>
  instancePath === union.instancePath && ['type', 'required', 'const'].includes(keyword)

function fieldErrors(part: RequestPart, { keyword, instancePath, params }: SchemaError): FieldError[] {
  const { requiredProperties, limit, format, type, multipleOf, allowedValues, allowedValue } = params as Params
  if (keyword === 'required' && requiredProperties !== undefined) {
    return requiredProperties.map(name => ({ in: part, pointer: `${instancePath}/${name}`, code: 'required' }))
  }
  const bound = limit ?? format ?? type ?? multipleOf
  const allowed = allowedValues ?? (allowedValue === undefined ? undefined : [allowedValue])
  return [
    {
      in: part,
      pointer: instancePath,
      code: CODES[keyword] ?? 'no_such_form',
      ...(bound !== undefined && { limit: bound }),
      ...(allowed !== undefined && { allowed }),
    },
  ]
}

export const unknownErrorsOf = (part: RequestPart, found: readonly UnknownField[]): FieldError[] =>
  found.slice(0, FIELD_ERRORS_MAX).map(({ pointer, nearest, known }) => ({
    in: part,
    pointer,
    code: 'unknown_field',
    allowed: known,
    ...(nearest !== null && { nearest }),
  }))
