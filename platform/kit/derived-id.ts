/** Ids that are made of other ids, so that asking twice for the same thing names it the same way. */
import { hash } from 'node:crypto'

/**
 * The id with another prefix: `derivedId('rem_0198…', 'rem', 'hld')` is `hld_0198…`. An id with an unexpected prefix is a
 * fault: taken as it is, it would name two things.
 */
export function derivedId(id: string, from: string, to: string): string {
  if (!id.startsWith(`${from}_`)) throw new Error(`the id ${id} does not begin with ${from}_`)
  return to + id.slice(from.length)
}

const REFERENCE_CHARS = 32

/**
 * The id of a claim on a reference of the outside world (a processor's key, the id of a webhook), which is unique for one
 * purpose. The reference itself is data and no part of an id: it may be long and of any characters, strangers may know
 * it, and it does not grow with time, so nothing that is listed or owned has such an id.
 */
export const referenceId = (reference: string): string =>
  hash('sha256', reference, 'base64url').slice(0, REFERENCE_CHARS)
