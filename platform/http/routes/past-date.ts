/** Reports of a business date: only of a day that is over, or of today. */
import { type FieldError, invalidRequest } from '../../kit/invalid.ts'
import type { Refusal } from '../../kit/refusal.ts'
import { businessDateOf } from '../../ports/business-date.ts'
import type { Clock } from '../../ports/ports.ts'

/** The calendars of some databases end not far before. */
const DATE_MIN = '2000-01-01'

/** Refused as invalid, with the first or last day that may be named; null for a day that was, and for today. */
export function refuseFuture(date: string, clock: Clock, place: 'query' | 'body'): Refusal | null {
  const where = { in: place, pointer: '/date' } satisfies Partial<FieldError>
  const today = businessDateOf(clock.now())
  if (date < DATE_MIN) return invalidRequest({ ...where, code: 'too_small', limit: DATE_MIN })
  return date <= today ? null : invalidRequest({ ...where, code: 'too_large', limit: today })
}
