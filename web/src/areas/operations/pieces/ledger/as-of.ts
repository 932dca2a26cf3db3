/** An instant in the address, and in the field that takes one: the wall clock of Seoul. */

const SEOUL = '+09:00'
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/

/** `2026-11-29T13:05`, of Seoul, as an instant; nothing for what is none. */
export function instantOf(local: string): string | undefined {
  if (!LOCAL.test(local)) return undefined
  const instant = new Date(`${local}:00${SEOUL}`)
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString()
}

/** An instant as the wall clock of Seoul, to the minute. */
export function localOf(instant: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Seoul' })
  return parts.format(new Date(instant)).replace(' ', 'T')
}

/** Of the address: an instant, or nothing. */
export const asOfIn = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
