/** What came in and went out, by day or by month, without gaps. */
import { daysOf, monthOf, shiftMonth } from '../history-search.ts'

export interface Sum {
  /** `2026-11-28`, or `2026-11` of a month. */
  readonly date: string
  readonly in: number
  readonly out: number
}

const nothing = (date: string): Sum => ({ date, in: 0, out: 0 })

/** `11/28`, below a bar. */
export const shortDay = (date: string): string => date.split('-').slice(1).map(Number).join('/')

/** One for each day of the month up to `until`, also where nothing moved. */
export function everyDay(sums: readonly Sum[], until: string): Sum[] {
  const month = monthOf(until)
  const last = Math.min(Number(until.slice(8)), daysOf(month))
  const known = new Map(sums.map(sum => [sum.date, sum]))
  return Array.from({ length: last }, (_, day) => {
    const date = `${month}-${String(day + 1).padStart(2, '0')}`
    return known.get(date) ?? nothing(date)
  })
}

/** One for each of so many months up to `until`. */
export function everyMonth(sums: readonly Sum[], until: string, months: number): Sum[] {
  const known = new Map(sums.map(sum => [sum.date, sum]))
  return Array.from({ length: months }, (_, nth) => {
    const month = shiftMonth(until, nth - months + 1)
    return known.get(month) ?? nothing(month)
  })
}
