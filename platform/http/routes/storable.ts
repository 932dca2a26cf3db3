/**
 * PostgreSQL stores neither the null character nor a lone surrogate. JSON can carry both, but only escaped, so a body
 * without `\u` needs no check.
 */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** Checks every string and key of a parsed JSON value. A loop instead of recursion: the caller chooses the depth. */
export function isStorable(json: unknown): boolean {
  const open = [json]
  while (open.length > 0) if (!isStorableButMembers(open.pop(), open)) return false
  return true
}

/** Adds the members of the value to `open`. */
function isStorableButMembers(value: unknown, open: unknown[]): boolean {
  if (typeof value === 'string') return isStorableText(value)
  if (typeof value !== 'object' || value === null) return true
  for (const member of Object.values(value)) open.push(member)
  return Array.isArray(value) || Object.keys(value).every(isStorableText)
}

/** A null character in a path or query is percent-encoded; Node accepts no other form. */
export const isStorableUrl = (url: string): boolean => !url.includes('%00')
