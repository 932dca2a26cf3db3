/**
 * PostgreSQL stores neither the null character nor half a surrogate pair. JSON can carry both, but only escaped; so a
 * body without `\u` needs no look.
 */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** Looks at every string and key of a parsed JSON value. A loop, not a recursion: callers choose the depth. */
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

/** A null character in a path or query comes percent-encoded; Node accepts no other. */
export const isStorableUrl = (url: string): boolean => !url.includes('%00')
