/** Where an entrance leads, as its address says: only a path of this app, since another site must not be it. */
export interface NextSearch {
  readonly next?: string
}

const isPath = (next: unknown): next is string => typeof next === 'string' && /^\/(?![/\\])/.test(next)

export const nextSearch = ({ next }: Record<string, unknown>): NextSearch => (isPath(next) ? { next } : {})
