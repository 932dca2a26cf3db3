/** Instants as the outside world writes them: Korean time with its offset. */
const seoul = (at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Asia/Seoul')

/** `2026-11-01T09:00:00+09:00` */
export const seoulTime = (at: Date): string => seoul(at).toString({ timeZoneName: 'never', smallestUnit: 'second' })

/** `2026-11` */
export const seoulMonth = (at: Date): string => seoul(at).toPlainDate().toPlainYearMonth().toString()
