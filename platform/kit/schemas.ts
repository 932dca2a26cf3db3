/** Schemas that contracts and HTTP routes share. */
import { type TSchema, Type } from 'typebox'

interface Said {
  readonly description?: string
  /** A sample; null where there is none mostly. */
  readonly example?: unknown
}

/** What a schema says of itself, in the words of JSON Schema. */
const annotations = ({ description, example }: Said) => ({
  ...(description !== undefined && { description }),
  ...(example !== undefined && { examples: [example] }),
})

/** `Nullable(Type.String())` is a text or null. */
export const Nullable = <S extends TSchema>(schema: S, said: Said = {}) =>
  Type.Union([schema, Type.Null()], annotations(said))

/** An instant of RFC 3339, `2026-11-20T00:00:00.000Z`. */
export const Timestamp = Type.String({ format: 'date-time', examples: ['2026-11-20T01:30:00.000Z'] })

/** What a schema with a name is at one place. */
export const DESCRIPTION_HERE = 'x-description-here'

/** A schema that is there already, with another sample or description at one place. */
export function annotated<S extends TSchema>(schema: S, said: Said): S {
  // TypeBox keeps what it needs for types in properties that are not enumerable.
  const hidden = Object.entries(Object.getOwnPropertyDescriptors(schema)).filter(([, { enumerable }]) => !enumerable)
  const { description, ...example } = annotations(said)
  // One with a name keeps its description: the document says the other one where it refers to it.
  const key = '$id' in schema ? DESCRIPTION_HERE : 'description'
  const own = { ...example, ...(description !== undefined && { [key]: description }) }
  return Object.defineProperties({ ...schema, ...own }, Object.fromEntries(hidden))
}
