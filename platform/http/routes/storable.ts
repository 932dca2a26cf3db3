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
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value === 'string') {
      if (!isStorableText(value)) return false
    } else if (Array.isArray(value)) {
      for (const item of value) open.push(item)
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        if (!isStorableText(key)) return false
        open.push(member)
      }
    }
  }
  return true
}

/** A null character in a path or query comes percent-encoded; Node accepts no other. */
export const isStorableUrl = (url: string): boolean => !url.includes('%00')
