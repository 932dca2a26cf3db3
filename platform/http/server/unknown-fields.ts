/** Finds what a request says that the schema of the route does not know: a misspelt field would be lost silently. */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/schema'

export interface UnknownField {
  /** A JSON pointer: `/items/0/quantitiy`. */
  readonly pointer: string
  /** A known field that was probably meant. */
  readonly nearest: string | null
  /** The names that the schema knows at that place. */
  readonly known: readonly string[]
}

/** For valid values of the schema. */
type Find = (value: unknown, pointer: string) => UnknownField[]

interface Shape {
  readonly type?: string
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly additionalProperties?: unknown
  readonly patternProperties?: unknown
  readonly items?: TSchema
  readonly anyOf?: readonly TSchema[]
  readonly allOf?: readonly Shape[]
}

const NONE: UnknownField[] = []

/** Null when any value of the schema is known throughout. */
export function unknownFields(schema: TSchema): Find | null {
  const shape = schema as Shape
  if (shape.allOf !== undefined) return inProperties(Object.assign({}, ...shape.allOf.map(part => part.properties)))
  if (shape.anyOf !== undefined) return inVariants(shape.anyOf)
  if (shape.items !== undefined && !Array.isArray(shape.items)) return inItems(shape.items)
  const open = shape.additionalProperties !== undefined && shape.additionalProperties !== false
  if (shape.properties === undefined || open || shape.patternProperties !== undefined) return null
  return inProperties(shape.properties)
}

function inProperties(properties: Readonly<Record<string, TSchema>>): Find {
  const names = Object.keys(properties)
  const members = new Map(names.map(name => [name, unknownFields(properties[name]!)]))
  return (value, pointer) => {
    let found = NONE
    for (const [name, member] of Object.entries(value as object)) {
      const path = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      const find = members.get(name)
      if (find === undefined) found = [...found, { pointer: path, nearest: nearestOf(name, names), known: names }]
      else if (find !== null && member !== undefined) found = found.concat(find(member, path))
    }
    return found
  }
}

function inItems(items: TSchema): Find | null {
  const find = unknownFields(items)
  return find && ((value, pointer) => (value as unknown[]).flatMap((item, index) => find(item, `${pointer}/${index}`)))
}

/** Of the variants that the value matches, the one that knows most of it. */
function inVariants(variants: readonly TSchema[]): Find | null {
  const choices = variants.map(variant => ({ validator: Compile(variant), find: unknownFields(variant) }))
  if (choices.every(({ find }) => find === null)) return null
  return (value, pointer) =>
    choices
      .filter(({ validator }) => validator.Check(value))
      .map(({ find }) => find?.(value, pointer) ?? NONE)
      .reduce((best, found) => (found.length < best.length ? found : best))
}

/** A typing error in every third character at most. */
function nearestOf(name: string, known: readonly string[]): string | null {
  const ranked = known
    .map(candidate => ({ candidate, distance: distanceOf(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance)
  return ranked[0]?.candidate ?? null
}

/** Longer names have no nearest one: the caller chooses the length. */
const NAME_LENGTH_MAX = 60

/** Levenshtein's: how many characters must be inserted, deleted or replaced. */
function distanceOf(from: string, to: string): number {
  if (from.length > NAME_LENGTH_MAX) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[to.length]!
}
