/** What the history shows, as its address says: period in plain dates of Seoul, direction, kind, page. */
import { type CursorSearch, cursorSearch } from '../../../ui/cursor.ts'

export const KINDS = ['payment', 'refund', 'transfer', 'remittance', 'top-up', 'withdrawal', 'deposit'] as const
export type Kind = (typeof KINDS)[number]
export const DIRECTIONS = ['in', 'out'] as const
export type Direction = (typeof DIRECTIONS)[number]

export interface HistorySearch extends CursorSearch {
  readonly kind?: Kind | undefined
  readonly direction?: Direction | undefined
  /** Plain dates, both included: `2026-11-01`. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

const PLAIN_DATE = /^\d{4}-(0[1-9]|1[0-2])-\d{2}$/

const isDay = (plain: string): boolean => {
  const day = Number(plain.slice(8))
  return PLAIN_DATE.test(plain) && day >= 1 && day <= daysOf(monthOf(plain))
}

const dateIn = (value: unknown): string | undefined => (typeof value === 'string' && isDay(value) ? value : undefined)

export function historySearch(search: Record<string, unknown>): HistorySearch {
  const kind = KINDS.find(each => each === search.kind)
  const direction = DIRECTIONS.find(each => each === search.direction)
  const [from, to] = [dateIn(search.from), dateIn(search.to)]
  return {
    ...cursorSearch(search),
    ...(kind && { kind }),
    ...(direction && { direction }),
    ...(from && { from }),
    ...(to && { to }),
  }
}

const DAY_MS = 86_400_000
/** Korea has no summer time. */
const midnight_ms = (plain: string): number => Date.parse(`${plain}T00:00:00+09:00`)

/** The period as the API asks for it: instants, from the first midnight to the one after the last day. */
export const periodOf = ({ from, to }: HistorySearch): { from?: string; to?: string } => ({
  ...(from && { from: new Date(midnight_ms(from)).toISOString() }),
  ...(to && { to: new Date(midnight_ms(to) + DAY_MS).toISOString() }),
})

const MONTHS_OF_YEAR = 12

/** `2026-11` so many months earlier or later. */
export function shiftMonth(month: string, by: number): string {
  const [year, nth] = month.split('-').map(Number) as [number, number]
  const months = year * MONTHS_OF_YEAR + nth - 1 + by
  return `${Math.floor(months / MONTHS_OF_YEAR)}-${String((months % MONTHS_OF_YEAR) + 1).padStart(2, '0')}`
}

export const monthOf = (plain: string): string => plain.slice(0, 7)

/** 28 to 31. Day 0 of the next month is the last one of this. */
export function daysOf(month: string): number {
  const [year, nth] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, nth, 0)).getUTCDate()
}

/** The day so many months before; the last of its month where that is shorter. */
export function monthsBefore(plain: string, months: number): string {
  const month = shiftMonth(monthOf(plain), -months)
  const day = Math.min(Number(plain.slice(8)), daysOf(month))
  return `${month}-${String(day).padStart(2, '0')}`
}
