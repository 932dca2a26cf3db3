/**
 * Money on the wire is a number in major units, inside it is an integer in minor units. An amount with too many digits
 * for its currency is refused, never rounded. A number means its shortest decimal text, so 29.99 is 2999 cents.
 *
 * `minorMax` is the one limit of every amount, balance and total: what is beyond it is refused before it is written, so
 * what is written can be shown exactly. `verify` looks for numbers beyond it.
 */
import { Type } from 'typebox'
import { namedEnum, type WordsOf } from '../../kit/named-enum.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/refusal.ts'
import { annotated } from '../../kit/schemas.ts'

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

/** An amount that says what it is: `amount('what the order costs.', 29_000)`. */
export const amount = (what: string, example: number) =>
  annotated(AmountSchema, { description: `Major units: ${what}`, example })

const CURRENCY: WordsOf<Currency> = {
  KRW: { ko: '원', en: 'South Korean won, without decimals.' },
  USD: { ko: '미국 달러', en: 'US dollar, with two decimals.' },
}
/** In an answer: one of those that we know. */
export const Currency = namedEnum('Currency', CURRENCY, { description: 'ISO 4217.' })

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

/** The largest amount or sum of a currency, in minor units: up to it a JSON number in major units is exact. */
export const minorMax = (currency: Currency): number =>
  currencyDigits[currency] === 0 ? Number.MAX_SAFE_INTEGER : MAJOR_MAX_WITH_DIGITS * 10 ** currencyDigits[currency]

/** Whether an amount or a sum of minor units can be written. */
export const isWithinLimit = (minor: number, currency: string): boolean =>
  isCurrency(currency) && Math.abs(minor) <= minorMax(currency)

/** The limit as a refusal names it. */
export const limitOf = (currency: string) =>
  isCurrency(currency) ? { max: toMajor(minorMax(currency), currency), currency } : { currency }

const decimal = /^(\d+)(?:\.(\d+))?$/

/** Minor units. Refuses `unknown_currency` or `invalid_amount`. Zero is accepted only where `zero` allows it. */
export function toMinor(
  amount: number,
  currency: string = DEFAULT_CURRENCY,
  allow?: { zero: boolean },
): number | Refusal {
  if (!isCurrency(currency))
    return refuse('unknown_currency', { field: 'currency', allowed: Object.keys(currencyDigits) })
  const digits = currencyDigits[currency]
  // Very large and very small numbers print with an exponent, which is no decimal text; so do NaN and the infinities.
  const [, whole = '', fraction = ''] = decimal.exec(String(amount)) ?? []
  const minor = Number(whole + fraction.padEnd(digits, '0'))
  const max = minorMax(currency)
  const exact = whole !== '' && fraction.length <= digits && minor <= max
  if (exact && (minor > 0 || allow?.zero)) return minor
  return refuse('invalid_amount', { field: 'amount', digits, ...limitOf(currency) })
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

/**
 * Major units, for sums and differences below zero too. What is no integer is a fault. Beyond the limit it is the
 * nearest number: nothing writes such an amount, but one that is there all the same must not keep its owner from reading
 * the rest.
 */
export function toMajor(minor: number, currency: string = DEFAULT_CURRENCY): number {
  if (!isCurrency(currency)) throw new RangeError(`unknown currency ${currency}`)
  if (!Number.isInteger(minor)) throw new RangeError(`${minor} is no amount of ${currency}`)
  return minor === 0 ? 0 : minor / 10 ** currencyDigits[currency]
}

declare global {
  interface JSON {
    /** ECMAScript 2026; TypeScript does not know it yet. */
    rawJSON(text: string): object
  }
}

/**
 * Major units of a sum over many accounts, which has no limit: in JSON it is a number with all its digits. For a
 * program whose numbers are doubles it is exact up to `minorMax`.
 */
export function sumToMajor(minor: bigint, currency: string): number | object {
  if (isWithinLimit(Number(minor), currency)) return toMajor(Number(minor), currency)
  if (!isCurrency(currency)) throw new RangeError(`unknown currency ${currency}`)
  const digits = currencyDigits[currency]
  const text = String(minor < 0n ? -minor : minor)
  const sign = minor < 0n ? '-' : ''
  return JSON.rawJSON(sign + (digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`))
}
