/** Sums of amounts in major units, reckoned in minor ones so that 29.99 × 3 is 89.97. */

const DIGITS: Record<string, number> = { KRW: 0, USD: 2 }
const scaleOf = (currency: string): number => 10 ** (DIGITS[currency] ?? 2)

const toMinor = (amount: number, currency: string): number => Math.round(amount * scaleOf(currency))
const toMajor = (minor: number, currency: string): number => minor / scaleOf(currency)

export interface Priced {
  readonly price: number
  readonly quantity: number
}

export const totalOf = (lines: readonly Priced[], currency: string): number =>
  toMajor(
    lines.reduce((sum, { price, quantity }) => sum + toMinor(price, currency) * quantity, 0),
    currency,
  )

export const minus = (amount: number, less: number, currency: string): number =>
  toMajor(toMinor(amount, currency) - toMinor(less, currency), currency)

/** Lines by currency, won first: an order has one currency. */
export function byCurrency<L extends { readonly currency: string }>(
  lines: readonly L[],
): readonly (readonly [currency: string, lines: readonly L[]])[] {
  const currencies = [...new Set(lines.map(({ currency }) => currency))].sort()
  return currencies.map(currency => [currency, lines.filter(line => line.currency === currency)] as const)
}
