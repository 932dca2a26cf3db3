/** Brings the texts of a request into their one form before they are checked, so that every handler sees the same. */
import type { TSchema } from 'typebox'
import { readerOfFormat } from '../routes/texts.ts'

type Normalize = (value: unknown) => unknown

interface Shape {
  readonly type?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly items?: TSchema
  readonly anyOf?: readonly TSchema[]
  readonly allOf?: readonly TSchema[]
}

/** Null when the schema has no texts of a kind. What is no text of its kind stays as it is, and is refused later. */
export function normalTexts(schema: TSchema): Normalize | null {
  const { type, format, properties, items, anyOf, allOf } = schema as Shape
  if (anyOf !== undefined) return oneAfterTheOther(anyOf)
  if (allOf !== undefined) return oneAfterTheOther(allOf)
  if (type === 'string') return format === undefined ? null : inText(format)
  if (properties !== undefined) return inProperties(properties)
  return items === undefined || Array.isArray(items) ? null : inItems(items)
}

function inText(format: string): Normalize | null {
  const read = readerOfFormat(format)
  return read && (value => (typeof value === 'string' ? (read(value) ?? value) : value))
}

function inProperties(properties: Readonly<Record<string, TSchema>>): Normalize | null {
  const members = Object.entries(properties).flatMap(([name, property]) => {
    const normalize = normalTexts(property)
    return normalize === null ? [] : [{ name, normalize }]
  })
  if (members.length === 0) return null
  return value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const copy: Record<string, unknown> = { ...value }
    for (const { name, normalize } of members) if (Object.hasOwn(copy, name)) copy[name] = normalize(copy[name])
    return copy
  }
}

function inItems(items: TSchema): Normalize | null {
  const normalize = normalTexts(items)
  return normalize && (value => (Array.isArray(value) ? value.map(normalize) : value))
}

/** A text that is of two kinds would be brought into the form of the last one. */
function oneAfterTheOther(variants: readonly TSchema[]): Normalize | null {
  const normalizes = variants.map(normalTexts).filter(each => each !== null)
  return normalizes.length === 0 ? null : value => normalizes.reduce((text, normalize) => normalize(text), value)
}
