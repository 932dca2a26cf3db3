/** Reports of a business date: only of a day that is over, or of today. */
import { invalidField } from '../../kit/invalid.ts'
import type { Refusal } from '../../kit/refusal.ts'
import { businessDateOf } from '../../ports/business-date.ts'
import type { Clock } from '../../ports/ports.ts'

/** The calendars of some databases end not far before. */
const YEAR_MIN = 2000

/** Refused as invalid; null for a day that was, and for today. */
export function refuseFuture(date: string, clock: Clock, place: 'query' | 'body'): Refusal | null {
  if (Number(date.slice(0, 4)) < YEAR_MIN) return invalidField(place, 'date', 'too_small')
  return date <= businessDateOf(clock.now()) ? null : invalidField(place, 'date', 'too_large')
}
