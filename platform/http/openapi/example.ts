/**
 * A sample value of a schema, for the document: what the schema itself names as one, or else one that is made of the samples
 * of its parts. So a field says once what it looks like, and every body and answer with it has a truthful sample.
 */
import type { TSchema } from 'typebox'

interface Shape {
  readonly type?: string
  readonly format?: string
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly TSchema[]
  readonly allOf?: readonly TSchema[]
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly items?: TSchema
  readonly minimum?: number
}

export function exampleOf(schema: TSchema): unknown {
  const shape = schema as Shape
  const [said] = [...(shape.examples ?? []), ...(shape.enum ?? [])]
  const named = said ?? shape.const ?? shape.default
  if (named !== undefined) return named
  // Null is a sample where it is said to be one.
  return shape.examples === undefined ? madeOf(shape) : null
}

function madeOf({ anyOf: [variant] = [], allOf = [], properties, items, ...leaf }: Shape): unknown {
  if (variant !== undefined) return exampleOf(variant)
  if (allOf.length > 0) return Object.assign({}, ...allOf.map(exampleOf))
  if (properties !== undefined) return ofProperties(properties)
  return items === undefined ? ofLeaf(leaf) : [exampleOf(items)]
}

const ofProperties = (properties: Readonly<Record<string, TSchema>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, exampleOf(property)]))

/** Of a part that names none. The samples of Madang's own document do without these. */
function ofLeaf({ type, format, minimum = 1 }: Shape): unknown {
  switch (type) {
    case 'string':
      return format === 'date' ? '2026-11-20' : 'text'
    case 'integer':
    case 'number':
      return minimum
    case 'boolean':
      return false
    case 'array':
      return []
    default:
      return type === 'null' ? null : {}
  }
}
