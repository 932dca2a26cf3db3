/** Reports of a business date: only of a day that is over, or of today. */
import { type Refusal, refuse } from '../../kit/refusal.ts'
import { businessDateOf } from '../../ports/business-date.ts'
import type { Clock } from '../../ports/ports.ts'

/** The calendars of some databases end not far before. */
const YEAR_MIN = 2000

/** Refused with `invalid_request` and the place of the field; null for a day that was, and for today. */
export function refuseFuture(date: string, clock: Clock, place: 'query' | 'body'): Refusal | null {
  const isPast = date <= businessDateOf(clock.now()) && Number(date.slice(0, 4)) >= YEAR_MIN
  return isPast ? null : refuse('invalid_request', { field: 'date', in: place })
}
