/** What who orders has seen, held against what it costs now: what costs more is refused, what costs less is charged less. */
import { toMajor, toMinor } from '../../platform/http/routes/amount.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'

/** Amounts of the order's currency; null where nothing was said. */
export interface Expectation {
  readonly total: number | null
  /** One for each line of the order. */
  readonly prices: readonly (number | null)[]
  /** Who names the total agrees to it, whatever its lines were shown at. */
  readonly totalDecides?: boolean
}

export interface PricedLine {
  readonly productId: string
  /** Minor units. */
  readonly price: number
  readonly quantity: number
}

/** What a client said in major units, in minor units. Refused with `invalid_amount`. */
export function expectationOf(said: Expectation, currency: string): Expectation | Refusal {
  const prices: (number | null)[] = []
  for (const major of [said.total, ...said.prices]) {
    const minor = major === null ? null : toMinor(major, currency, { zero: true })
    if (isRefusal(minor)) return minor
    prices.push(minor)
  }
  const [total = null, ...ofLines] = prices
  return { total, prices: ofLines }
}

/** A line that costs more than was seen. Minor units. */
export interface Risen {
  readonly productId: string
  readonly quantity: number
  readonly oldPrice: number
  readonly newPrice: number
}

export function risenIn(lines: readonly PricedLine[], { prices }: Expectation): readonly Risen[] {
  return lines.flatMap(({ productId, quantity, price }, at) => {
    const seen = prices[at] ?? null
    return seen !== null && seen < price ? [{ productId, quantity, oldPrice: seen, newPrice: price }] : []
  })
}

export const totalOf = (lines: readonly PricedLine[]): number =>
  lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0)

/** `price_changed`, with what was seen and what it is now; null if nothing costs more. */
export function mustExpect(lines: readonly PricedLine[], currency: string, expected: Expectation): Refusal | null {
  const risen = risenIn(lines, expected)
  const newTotal = totalOf(lines)
  const hasRisen = expected.total !== null && expected.total < newTotal
  if (!hasRisen && (risen.length === 0 || expected.totalDecides)) return null
  const seen = risen.reduce((sum, { oldPrice, newPrice, quantity }) => sum - (newPrice - oldPrice) * quantity, newTotal)
  return refuse('price_changed', {
    currency,
    oldTotal: toMajor(expected.total ?? seen, currency),
    newTotal: toMajor(newTotal, currency),
    items: risen.map(({ productId, oldPrice, newPrice }) => ({
      productId,
      oldPrice: toMajor(oldPrice, currency),
      newPrice: toMajor(newPrice, currency),
    })),
  })
}
