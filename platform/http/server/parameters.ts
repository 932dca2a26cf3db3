/**
 * Path and query parameters arrive as text, and their schema says how to parse it. Text that does not parse exactly is
 * left unchanged, so that validation names the field: nothing is rounded, trimmed or guessed.
 */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/schema'

type Reader = (given: unknown) => unknown

interface Shape {
  readonly type?: string
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly items?: TSchema
  readonly anyOf?: readonly TSchema[]
  readonly default?: unknown
}

const number = /^-?\d{1,16}(?:\.\d{1,16})?$/

export function readParameters(schema: TSchema): (given: unknown) => unknown {
  const properties = Object.entries((schema as Shape).properties ?? {}).map(([name, property]) => ({
    name,
    read: readerOf(property),
    fallback: (property as Shape).default,
  }))
  return given => {
    const read: Record<string, unknown> = {}
    for (const property of properties) {
      const value = (given as Record<string, unknown> | null)?.[property.name] ?? property.fallback
      if (value !== undefined) read[property.name] = property.read(value)
    }
    return read
  }
}

function readerOf(schema: TSchema): Reader {
  const { type, items, anyOf } = schema as Shape
  if (anyOf !== undefined) return readAny(anyOf)
  switch (type) {
    case 'integer':
    case 'number':
      return given => (typeof given === 'string' && number.test(given) ? Number(given) : given)
    case 'boolean':
      return given => (given === 'true' ? true : given === 'false' ? false : given)
    case 'array': {
      const read = items === undefined ? (given: unknown) => given : readerOf(items)
      return given => (Array.isArray(given) ? given : [given]).map(read)
    }
    default:
      return given => given
  }
}

function readAny(variants: readonly TSchema[]): Reader {
  const choices = variants.map(variant => ({ validator: Compile(variant), read: readerOf(variant) }))
  return given => {
    for (const { validator, read } of choices) {
      const value = read(given)
      if (validator.Check(value)) return value
    }
    return given
  }
}
