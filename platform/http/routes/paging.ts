/**
 * Cursor pagination: a cursor is an opaque text that encodes where the next page begins. A cursor from a caller is
 * validated against its schema before it reaches a query.
 */

import type { Static, TSchema } from 'typebox'
import { Type } from 'typebox'
import { Compile } from 'typebox/schema'
import { token } from '../../../platform/http/routes/texts.ts'
import { invalidForm } from '../../kit/invalid.ts'
import type { Refusal } from '../../kit/refusal.ts'
import { Nullable } from '../../kit/schemas.ts'
import { isStorable } from './storable.ts'

export const PAGE_LIMIT_DEFAULT = 20
export const PAGE_LIMIT_MAX = 100
const CURSOR_LENGTH_MAX = 1_000

/** Query properties of every list; spread them into the route's query schema. */
export const pageQuery = {
  cursor: Type.Optional(token(CURSOR_LENGTH_MAX, { description: '`nextCursor` of the page before.' })),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: PAGE_LIMIT_MAX, default: PAGE_LIMIT_DEFAULT, description: 'Items per page.' }),
  ),
}

/** So many are counted for a total; beyond, the number would take longer than it is worth. */
export const TOTAL_MAX = 10_000

/** Query property of a list that tells how many there are. */
export const countQuery = {
  count: Type.Optional(Type.Boolean({ default: false, description: 'Answer the `total` too.' })),
}

const total = Type.Optional(
  Nullable(Type.Integer(), {
    description: `With \`count=true\`: how many there are on all pages, by the same filters; null beyond ${TOTAL_MAX.toLocaleString('en')}.`,
    example: 42,
  }),
)

/** What a list answers. Its name in the document is made of that of its items: `OrderPage`. */
export const PageSchema = <Item extends TSchema>(item: Item, { counts = false } = {}) =>
  Type.Object(
    {
      items: Type.Array(item),
      nextCursor: Nullable(Type.String(), { description: 'For the next page; null on the last one.', example: null }),
      ...(counts && { total }),
    },
    '$id' in item ? { $id: `${item.$id}Page` } : {},
  )

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Null on the last page. */
  readonly nextCursor: string | null
}

export interface CursorCodec<Place> {
  encode(place: Place): string
  /** Null at the beginning of the list. An invalid cursor is refused. */
  decode(cursor: string | undefined): Place | null | Refusal
}

export function defineCursor<Shape extends TSchema>(shape: Shape): CursorCodec<Static<Shape>> {
  const validator = Compile(shape)
  return {
    encode: place => Buffer.from(JSON.stringify(place)).toString('base64url'),
    decode(cursor) {
      if (cursor === undefined) return null
      const place = parse(cursor)
      if (!validator.Check(place) || !isStorable(place)) return invalidForm('query', 'cursor')
      return place as Static<Shape>
    },
  }
}

/**
 * `rows` holds one more than `limit` when there is a next page; `placeOf` returns the position after which that page
 * begins.
 */
export function pageOf<Row, Item, Place>(
  rows: readonly Row[],
  limit: number,
  cursor: CursorCodec<Place>,
  placeOf: (last: Row) => Place,
  present: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? cursor.encode(placeOf(last)) : null
  return { items: shown.map(present), nextCursor }
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
