/** Look-ups of many at once: a page of a list asks once for everything that it names. */
import { type TSchema, Type } from 'typebox'
import { rpc } from '../platform/kit/contract.ts'

/** Ids of one question. */
export const LOOK_UP_MAX = 500

/** Answers by id; ids that nothing is known of are left out. */
export const lookUp = <const T extends string, V extends TSchema>(type: T, value: V) =>
  rpc(
    type,
    Type.Object({ ids: Type.Array(Type.String(), { maxItems: LOOK_UP_MAX }) }),
    Type.Record(Type.String(), value),
  )

/** Asks about any number of ids, so many at once; not at all where there are none. */
export async function lookUpAll<V>(
  ids: readonly (string | null)[],
  ask: (input: { ids: string[] }) => Promise<Readonly<Record<string, V>>>,
): Promise<Readonly<Record<string, V>>> {
  const unique = [...new Set(ids)].filter(id => id !== null)
  const parts: Promise<Readonly<Record<string, V>>>[] = []
  for (let from = 0; from < unique.length; from += LOOK_UP_MAX) {
    parts.push(ask({ ids: unique.slice(from, from + LOOK_UP_MAX) }))
  }
  return Object.assign({}, ...(await Promise.all(parts)))
}
