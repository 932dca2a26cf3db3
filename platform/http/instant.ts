/**
 * What `format: date-time` takes: RFC 3339 in the years 1 to 9999. Leap seconds, the year 0 and the time zone names of
 * RFC 9557 are turned away: JavaScript's dates or PostgreSQL's cannot read them.
 */
import { Format } from 'typebox/format'

const isRfc3339 = Format.Get('date-time')!

export const isInstant = (text: string): boolean =>
  isRfc3339(text) && !text.startsWith('0000') && !Number.isNaN(Date.parse(text))

/** From here on, for every schema of the process. */
export const readInstantsStrictly = (): void => Format.Set('date-time', isInstant)
