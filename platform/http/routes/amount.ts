/**
 * Money on the wire is a number in major units, inside it is an integer in minor units. An amount with too many digits
 * for its currency is refused, never rounded. A number means its shortest decimal text, so 29.99 is 2999 cents.
 */
import { Type } from 'typebox'
import { isRefusal, type Refusal, refuse } from '../../kit/refusal.ts'

/** Supported currencies: ISO 4217 codes and their digits after the decimal point. The ledger has accounts in each. */
export const currencyDigits = { KRW: 0, USD: 2 } as const

export type Currency = keyof typeof currencyDigits

export const DEFAULT_CURRENCY: Currency = 'KRW'

/** Beyond 2^46 a JSON number cannot distinguish neighbouring hundredths. */
const MAJOR_MAX_WITH_DIGITS = 2 ** 46

export const AmountSchema = Type.Number({
  description: "Major units, with at most the currency's digits: `15000` KRW, `59.98` USD.",
  examples: [15000],
})

/** In an answer: one of those that we know. */
export const Currency = Type.Enum(Object.keys(currencyDigits), { description: 'ISO 4217.' })

export const CurrencySchema = Type.String({
  description: `ISO 4217: ${Object.keys(currencyDigits).join(', ')}.`,
  maxLength: 3,
  format: 'token',
  default: DEFAULT_CURRENCY,
  examples: [DEFAULT_CURRENCY],
})

/** The fields of a body with an amount; the default of the currency is `DEFAULT_CURRENCY`. */
export const MoneyFields = { amount: AmountSchema, currency: Type.Optional(CurrencySchema) }

/** The refusals of `moneyOf`, for the `refusals` of a route. */
export const MONEY_REFUSALS = ['invalid_amount', 'unknown_currency'] as const

export const isCurrency = (text: string): text is Currency => Object.hasOwn(currencyDigits, text)

/** The largest amount of a currency that is exact on the wire, in minor units. */
export const minorMax = (currency: Currency): number =>
  currencyDigits[currency] === 0 ? Number.MAX_SAFE_INTEGER : MAJOR_MAX_WITH_DIGITS * 10 ** currencyDigits[currency]

const decimal = /^(\d+)(?:\.(\d+))?$/

/** Minor units. Refuses `unknown_currency` or `invalid_amount`. Zero is accepted only where `zero` allows it. */
export function toMinor(
  amount: number,
  currency: string = DEFAULT_CURRENCY,
  allow?: { zero: boolean },
): number | Refusal {
  if (!isCurrency(currency)) return refuse('unknown_currency', { field: 'currency' })
  const digits = currencyDigits[currency]
  // Very large and very small numbers print with an exponent, which is no decimal text; so do NaN and the infinities.
  const [, whole = '', fraction = ''] = decimal.exec(String(amount)) ?? []
  const minor = Number(whole + fraction.padEnd(digits, '0'))
  const exact = whole !== '' && fraction.length <= digits && minor <= minorMax(currency)
  if (!exact || (minor === 0 && !allow?.zero)) return refuse('invalid_amount', { field: 'amount', currency, digits })
  return minor
}

export interface Money {
  /** Minor units. */
  readonly amount: number
  readonly currency: string
}

/** The amount and currency of a body with `MoneyFields`. Refuses with `MONEY_REFUSALS`. */
export function moneyOf(body: { amount: number; currency?: string | undefined }): Money | Refusal {
  const { currency = DEFAULT_CURRENCY } = body
  const amount = toMinor(body.amount, currency)
  return isRefusal(amount) ? amount : { amount, currency }
}

/** Major units, for sums and differences below zero too. An amount that is not an integer or too large is a fault. */
export function toMajor(minor: number, currency: string = DEFAULT_CURRENCY): number {
  if (!isCurrency(currency)) throw new RangeError(`unknown currency ${currency}`)
  if (!Number.isSafeInteger(minor) || Math.abs(minor) > minorMax(currency)) {
    throw new RangeError(`${minor} is not an exact amount of ${currency}`)
  }
  return minor === 0 ? 0 : minor / 10 ** currencyDigits[currency]
}
