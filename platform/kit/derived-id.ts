/** Ids that are made of other ids, so that asking twice for the same thing names it the same way. */

/**
 * The id with another prefix: `derivedId('rem_0198…', 'rem', 'hld')` is `hld_0198…`. An id with an unexpected prefix is a
 * fault: taken as it is, it would name two things.
 */
export function derivedId(id: string, from: string, to: string): string {
  if (!id.startsWith(`${from}_`)) throw new Error(`the id ${id} does not begin with ${from}_`)
  return to + id.slice(from.length)
}
