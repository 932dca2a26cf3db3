/** Amounts by day or by month, without gaps. */

export interface Amount {
  readonly at: string
  readonly amount: number
}

const DAY_MS = 86_400_000
const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`)

/** `2026-11-28` and so many days after it; before it where that is below zero. */
export const shiftDay = (date: string, days: number): string =>
  new Date(noon(date) + days * DAY_MS).toISOString().slice(0, 10)

/** `2026-11` and so many months after it. */
export function shiftMonth(month: string, months: number): string {
  const [year, nth] = month.split('-').map(Number) as [number, number]
  const count = year * 12 + nth - 1 + months
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
}

function every(known: readonly Amount[], names: readonly string[]): Amount[] {
  const amounts = new Map(known.map(({ at, amount }) => [at, amount]))
  return names.map(at => ({ at, amount: amounts.get(at) ?? 0 }))
}

const backwards = (count: number): number[] => Array.from({ length: count }, (_, nth) => nth - count + 1)

/** One for each of so many days up to `until`. */
export const everyDay = (known: readonly Amount[], until: string, days: number): Amount[] =>
  every(
    known,
    backwards(days).map(nth => shiftDay(until, nth)),
  )

/** One for each of so many months up to `until`. */
export const everyMonth = (known: readonly Amount[], until: string, months: number): Amount[] =>
  every(
    known,
    backwards(months).map(nth => shiftMonth(until, nth)),
  )
