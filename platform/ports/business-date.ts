/** Business dates are calendar dates in Seoul, `2026-11-20`; business time is the time on a clock there, `23:30`. */
export const BUSINESS_ZONE = 'Asia/Seoul'

const zoned = (at: Date): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(BUSINESS_ZONE)

const instantOf = (date: Temporal.PlainDate, plainTime?: string): Date =>
  new Date(date.toZonedDateTime({ timeZone: BUSINESS_ZONE, ...(plainTime && { plainTime }) }).epochMilliseconds)

export const businessDateOf = (at: Date): string => zoned(at).toPlainDate().toString()

/** `2026-11` */
export const businessMonthOf = (at: Date): string => zoned(at).toPlainDate().toPlainYearMonth().toString()

/** An instant as people in Seoul read it, to the second: `2026-11-20 23:30:00`. */
export const businessTimeOf = (at: Date): string =>
  zoned(at).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')

export const startOf = (date: string): Date => instantOf(Temporal.PlainDate.from(date))

/** The first instant that is not part of the date any more. */
export const endOf = (date: string): Date => startOf(daysAfter(date, 1))

/** When it is `23:30` on that date. */
export const timeOn = (date: string, time: string): Date => instantOf(Temporal.PlainDate.from(date), time)

/** Days may be below zero. */
export const daysAfter = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString()

/** The same day of another month, or its last. Months may be below zero. */
export const monthsAfter = (date: string, months: number): string =>
  Temporal.PlainDate.from(date).add({ months }).toString()

/** Which dates are public holidays. */
export interface Holidays {
  isHoliday(date: string): boolean
}

export const noHolidays: Holidays = { isHoliday: () => false }

const FRIDAY = 5
/** No calendar has so many days off. */
const DAYS_OFF_MAX = 60

/** Monday to Friday, but for holidays. */
export const isBusinessDay = (date: string, holidays: Holidays): boolean =>
  Temporal.PlainDate.from(date).dayOfWeek <= FRIDAY && !holidays.isHoliday(date)

/** The date itself, or the first business day after it. */
export function businessDayFrom(date: string, holidays: Holidays): string {
  for (let days = 0; days <= DAYS_OFF_MAX; days += 1) {
    const candidate = daysAfter(date, days)
    if (isBusinessDay(candidate, holidays)) return candidate
  }
  throw new Error(`there is no business day in ${DAYS_OFF_MAX} days from ${date}`)
}
