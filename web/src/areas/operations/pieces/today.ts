/** The four facts of today, from what the API tells. */
export interface PaymentSum {
  readonly status: string
  readonly currency: string
  readonly count: number
  readonly amount: number
}

/** What was paid, whatever became of it later; and what was not. */
const PAID: readonly string[] = ['approved', 'partially_refunded', 'refunded', 'settling', 'settled']
const NOT_PAID: readonly string[] = ['declined']

const CURRENCY = 'KRW'

export const salesOf = (sums: readonly PaymentSum[]): number =>
  sums
    .filter(({ status, currency }) => currency === CURRENCY && PAID.includes(status))
    .reduce((total, { amount }) => total + amount, 0)

const countOf = (sums: readonly PaymentSum[], statuses: readonly string[]): number =>
  sums.filter(({ status }) => statuses.includes(status)).reduce((total, { count }) => total + count, 0)

/** Of payments whose outcome is known, the part that was paid, 0 to 1; null where there are none. */
export function successOf(sums: readonly PaymentSum[]): number | null {
  const [paid, failed] = [countOf(sums, PAID), countOf(sums, NOT_PAID)]
  return paid + failed === 0 ? null : paid / (paid + failed)
}

/** How much more, as a part of before; null where there was nothing. */
export const growthOf = (now: number, before: number): number | null => (before === 0 ? null : (now - before) / before)

interface Lagging {
  readonly name: string
  readonly outboxLag_ms: number
  readonly consumers: readonly { readonly source: string; readonly lag_ms: number }[]
}

export interface Lag {
  readonly service: string
  readonly lag_ms: number
}

/** The service whose messages are latest. */
export function longestLag(services: readonly Lagging[]): Lag {
  const lags = services.map(({ name, outboxLag_ms, consumers }) => ({
    service: name,
    lag_ms: Math.max(outboxLag_ms, ...consumers.map(({ lag_ms }) => lag_ms)),
  }))
  return lags.reduce((longest, lag) => (lag.lag_ms > longest.lag_ms ? lag : longest), { service: '', lag_ms: 0 })
}
