/**
 * What a schema of the document accepts, decided without the library that the platform uses. A keyword that is not
 * known here is a fault, so that a schema is never half understood.
 */
import { formOf, isText } from './texts.ts'

export interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
}

type Json = Readonly<Record<string, unknown>>

const known = new Set([
  ...['type', 'properties', 'required', 'items', 'minItems', 'maxItems', 'uniqueItems', 'anyOf', 'enum', 'const'],
  ...['minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'format', 'description', 'default', 'examples'],
  // Words for people: what each value of an enum means, in both languages.
  ...['x-enum-descriptions', 'x-enum-texts'],
  // Of somebody else's form, which may say more than we know of.
  'additionalProperties',
  // For generators and pages.
  ...['x-enum-descriptions', 'x-enum-texts', 'x-enum-varnames'],
])

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: value => typeof value === 'string',
  number: value => Number.isFinite(value),
  integer: value => Number.isInteger(value),
  boolean: value => typeof value === 'boolean',
  null: value => value === null,
  array: value => Array.isArray(value),
  object: value => typeof value === 'object' && value !== null && !Array.isArray(value),
}

const formats: Readonly<Record<string, (text: string) => boolean>> = { 'date-time': isInstant, date: isDay }

/** A day of the calendar in the years 1 to 9999. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().slice(0, 10) === day && day >= '0001'
}

/** RFC 3339 with a day of the calendar in the years 1 to 9999, and no leap second. */
function isInstant(text: string): boolean {
  const [, day = ''] =
    /^(\d{4}-\d\d-\d\d)[Tt]\d\d:\d\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-]([01]\d|2[0-3]):\d\d)$/.exec(text) ?? []
  return isDay(day) && !Number.isNaN(Date.parse(text)) && !/[Tt]24/.test(text)
}

export function accepts(schema: Schema, value: unknown): boolean {
  for (const keyword of Object.keys(schema)) {
    // Extensions say nothing about what is accepted.
    if (!known.has(keyword) && !keyword.startsWith('x-'))
      throw new Error(`what does ${keyword} mean in ${JSON.stringify(schema).slice(0, 200)}?`)
  }
  const { type, anyOf, minimum = -Infinity, maximum = Infinity } = schema
  if (type !== undefined && !types[type]!(value)) return false
  if (anyOf !== undefined && !anyOf.some(variant => accepts(variant, value))) return false
  if (schema.const !== undefined && value !== schema.const) return false
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false
  if (typeof value === 'number') return value >= minimum && value <= maximum
  if (typeof value === 'string') return acceptsText(schema, value)
  if (Array.isArray(value)) return acceptsItems(schema, value)
  return typeof value !== 'object' || value === null || acceptsMembers(schema, value as Json)
}

function acceptsText({ minLength = 0, maxLength = Infinity, pattern, format }: Schema, text: string): boolean {
  if (format !== undefined && isText(format)) {
    const form = formOf(format, text)
    return form !== null && form.length >= minLength && [...form].length <= maxLength
  }
  const { length } = [...text]
  if (length < minLength || length > maxLength) return false
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) return false
  if (format === undefined) return true
  const check = formats[format]
  if (!check) throw new Error(`what is the format ${format}?`)
  return check(text)
}

function acceptsItems({ minItems = 0, maxItems = Infinity, uniqueItems, items }: Schema, list: unknown[]): boolean {
  if (list.length < minItems || list.length > maxItems) return false
  if (uniqueItems && new Set(list.map(item => JSON.stringify(item))).size < list.length) return false
  return items === undefined || list.every(item => accepts(items, item))
}

function acceptsMembers({ properties = {}, required = [] }: Schema, value: Json): boolean {
  if (required.some(name => !Object.hasOwn(value, name))) return false
  return Object.entries(properties).every(
    ([name, schema]) => !Object.hasOwn(value, name) || accepts(schema, value[name]),
  )
}

/** A schema and, for a union, its variants that hold properties or items of their own. */
export const variantsOf = (schema: Schema): readonly Schema[] => schema.anyOf?.flatMap(variantsOf) ?? [schema]

/** Amounts are numbers in major units; their currency decides how many digits they may have. */
export const isAmount = ({ type, description = '' }: Schema): boolean =>
  type === 'number' && description.startsWith('Major units')
