/** Business dates are calendar dates in Seoul, `2026-11-20`. */
const ZONE = 'Asia/Seoul'

const midnightOf = (date: Temporal.PlainDate): Date => new Date(date.toZonedDateTime(ZONE).epochMilliseconds)

export const businessDateOf = (at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE).toPlainDate().toString()

export const startOf = (date: string): Date => midnightOf(Temporal.PlainDate.from(date))

/** The first instant after the date. */
export const endOf = (date: string): Date => midnightOf(Temporal.PlainDate.from(date).add({ days: 1 }))
