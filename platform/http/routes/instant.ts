/**
 * The formats `date-time` and `date`: RFC 3339 in the years 1 to 9999. Leap seconds, the year 0 and the time zone names
 * of RFC 9557 are refused, because JavaScript or PostgreSQL cannot read them.
 */
import { Format } from 'typebox/format'

const isRfc3339 = Format.Get('date-time')!
const isFullDate = Format.Get('date')!

export const isInstant = (text: string): boolean =>
  isRfc3339(text) && !text.startsWith('0000') && !Number.isNaN(Date.parse(text))

/** A `date` has no year 0 either. */
export const isDay = (text: string): boolean => isFullDate(text) && !text.startsWith('0000')

/** Registers the formats for every schema of the process. */
export function readInstantsStrictly(): void {
  Format.Set('date-time', isInstant)
  Format.Set('date', isDay)
}
