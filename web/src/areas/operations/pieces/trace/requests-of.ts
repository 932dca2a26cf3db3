/** Which requests had to do with a thing, from its history: the newest last. */
import type { History } from '../queries.ts'

export interface TracedRequest {
  readonly correlationId: string
  /** What it did first. */
  readonly type: string
  readonly at: string
}

export function requestsOf({ events }: Pick<History, 'events'>): TracedRequest[] {
  const found = new Map<string, TracedRequest>()
  for (const { correlationId, type, at } of events) {
    if (!found.has(correlationId)) found.set(correlationId, { correlationId, type, at })
  }
  return [...found.values()]
}
