/** Names the invalid field of a request and the rule it breaks. The value is never repeated: it may be a password. */
import type { Language } from '../routes/route.ts'
import type { UnknownField } from './unknown-fields.ts'

export interface FieldError {
  /** `shippingAddress.zipCode`, `items[0].quantity`; empty for the whole part. */
  readonly field: string
  readonly in: 'body' | 'query' | 'params' | 'header'
  /** The JSON Schema keyword that was not met. */
  readonly rule: string
  readonly limit?: string | number
  /** Of an unknown field: a known one that was probably meant. */
  readonly nearest?: string
}

export interface TranslatedFieldError extends FieldError {
  readonly message: string
}

interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
}

const FIELD_ERRORS_MAX = 20

const rules: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  required: { ko: '필수 항목입니다', en: 'is required' },
  type: { ko: '값의 형식이 다릅니다', en: 'is of another type' },
  minLength: { ko: '너무 짧습니다', en: 'is too short' },
  maxLength: { ko: '너무 깁니다', en: 'is too long' },
  minimum: { ko: '너무 작습니다', en: 'is too small' },
  maximum: { ko: '너무 큽니다', en: 'is too large' },
  exclusiveMinimum: { ko: '너무 작습니다', en: 'is too small' },
  exclusiveMaximum: { ko: '너무 큽니다', en: 'is too large' },
  multipleOf: { ko: '배수가 아닙니다', en: 'is not a multiple' },
  minItems: { ko: '항목이 너무 적습니다', en: 'has too few items' },
  maxItems: { ko: '항목이 너무 많습니다', en: 'has too many items' },
  uniqueItems: { ko: '같은 항목이 있습니다', en: 'has the same item twice' },
  format: { ko: '형식에 맞지 않습니다', en: 'is not in the right format' },
  pattern: { ko: '형식에 맞지 않습니다', en: 'is not in the right format' },
  enum: { ko: '허용된 값이 아닙니다', en: 'is none of the allowed values' },
  const: { ko: '허용된 값이 아닙니다', en: 'is none of the allowed values' },
  unknown: { ko: '알 수 없는 항목입니다', en: 'is not known' },
  anyOf: { ko: '허용된 값이 아닙니다', en: 'fits none of the allowed forms' },
}

const otherwise = { ko: '올바르지 않습니다', en: 'is not valid' }

export function fieldErrorsOf(part: FieldError['in'], errors: readonly SchemaError[]): FieldError[] {
  const fields = errors.flatMap(error => fieldErrors(part, error))
  // A union reports every variant it tried; the error of the union itself is enough.
  const unions = new Set(fields.filter(field => field.rule === 'anyOf').map(field => field.field))
  return fields.filter(field => field.rule === 'anyOf' || !isInside(field.field, unions)).slice(0, FIELD_ERRORS_MAX)
}

export const translated = (fields: readonly FieldError[], language: Language): TranslatedFieldError[] =>
  fields.map(field => ({ ...field, message: (rules[field.rule] ?? otherwise)[language] }))

export const unknownErrorsOf = (part: FieldError['in'], found: readonly UnknownField[]): FieldError[] =>
  found.slice(0, FIELD_ERRORS_MAX).map(({ pointer, nearest }) => ({
    field: fieldOf(pointer),
    in: part,
    rule: 'unknown',
    ...(nearest !== null && { nearest }),
  }))

function fieldErrors(part: FieldError['in'], { keyword, instancePath, params }: SchemaError): FieldError[] {
  const field = fieldOf(instancePath)
  const { requiredProperties, limit } = params as { requiredProperties?: string[]; limit?: string | number }
  if (keyword === 'required' && requiredProperties !== undefined) {
    return requiredProperties.map(name => ({
      field: field === '' ? name : `${field}.${name}`,
      in: part,
      rule: keyword,
    }))
  }
  return [limit === undefined ? { field, in: part, rule: keyword } : { field, in: part, rule: keyword, limit }]
}

/** A JSON pointer in the usual notation of fields: `/items/0/quantity` is `items[0].quantity`. */
const fieldOf = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((field, part) => (/^\d+$/.test(part) ? `${field}[${part}]` : field === '' ? part : `${field}.${part}`), '')

function isInside(field: string, unions: ReadonlySet<string>): boolean {
  for (const union of unions) {
    if (union === '' || field === union || field.startsWith(`${union}.`) || field.startsWith(`${union}[`)) return true
  }
  return false
}
