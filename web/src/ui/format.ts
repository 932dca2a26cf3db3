/** Money, dates and numbers as people write them. Amounts are the API's: major units, `15000` won or `59.98` dollars. */
import { type Language, language } from '../i18n/index.ts'

export type Currency = 'KRW' | 'USD'
const SEOUL = 'Asia/Seoul'
const TAG: Record<Language, string> = { ko: 'ko-KR', en: 'en-US' }
const DIGITS: Record<string, number> = { KRW: 0, USD: 2 }
/** Between number and unit nothing breaks. */
const WORD_JOINER = '\u2060'

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language() + JSON.stringify(options)
  const found = cache.get(key) ?? new Intl.NumberFormat(TAG[language()], options)
  cache.set(key, found)
  return found as Intl.NumberFormat
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${language()}${JSON.stringify(options)}`
  const found = cache.get(key) ?? new Intl.DateTimeFormat(TAG[language()], options)
  cache.set(key, found)
  return found as Intl.DateTimeFormat
}

/** `12,500원`, in English `₩12,500`; `$29.99` in both. */
export function formatMoney(amount: number, currency: string = 'KRW'): string {
  const digits = DIGITS[currency] ?? 2
  if (currency === 'KRW' && language() === 'ko') return `${numbers({}).format(amount)}${WORD_JOINER}원`
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  return numbers({ ...options, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount)
}

/** An amount in minor units, as events and tasks have it, in the API's major ones. */
export const toMajor = (minor: number, currency: string): number => minor / 10 ** (DIGITS[currency] ?? 2)

/** With its sign, for what came in or went out. */
export const formatSigned = (amount: number, currency?: string): string =>
  `${amount > 0 ? '+' : amount < 0 ? '−' : ''}${formatMoney(Math.abs(amount), currency)}`

export const formatNumber = (value: number, options: Intl.NumberFormatOptions = {}): string =>
  numbers(options).format(value)

/** `4.5만` on an axis. */
export const formatCompact = (value: number): string =>
  numbers({ notation: 'compact', maximumFractionDigits: 1 }).format(value)

const MAN = 10_000
const EOK = 100_000_000

/** `123만 4,500원`, as an amount is said: below a field that takes one. Korean only. */
export function spokenWon(amount: number): string {
  const parts = [
    [Math.floor(amount / EOK), '억'],
    [Math.floor((amount % EOK) / MAN), '만'],
    [amount % MAN, ''],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => numbers({}).format(count) + unit)
  return `${said.join(' ') || '0'}원`
}

const yearIn = (instant: Date): string =>
  new Intl.DateTimeFormat('en-US', { year: 'numeric', timeZone: SEOUL }).format(instant)

/** `11월 28일 (토) 오전 9:01`; of another year with that instead of the weekday. */
export function formatInstant(iso: string, now: Date = new Date()): string {
  const instant = new Date(iso)
  const isThisYear = yearIn(instant) === yearIn(now)
  return dates({
    ...(isThisYear ? ({ weekday: 'short' } as const) : ({ year: 'numeric' } as const)),
    month: language() === 'ko' ? 'long' : 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: SEOUL,
  }).format(instant)
}

/** With its year, as a receipt has it. */
export const formatInstantInFull = (iso: string): string => formatInstant(iso, new Date(0))

/** A plain date of Seoul, `2026-11-28`, as people write it. It never becomes an instant of another zone. */
export function formatDate(plain: string, options: Intl.DateTimeFormatOptions = {}): string {
  const [year, month, day] = plain.split('-').map(Number) as [number, number, number]
  const noon = new Date(Date.UTC(year, month - 1, day, 12))
  const chosen = Object.keys(options).length > 0 ? options : defaultDate(year)
  return dates({ ...chosen, timeZone: 'UTC' }).format(noon)
}

const defaultDate = (year: number): Intl.DateTimeFormatOptions => ({
  ...(String(year) !== yearIn(new Date()) && { year: 'numeric' }),
  month: language() === 'ko' ? 'long' : 'short',
  day: 'numeric',
  weekday: 'short',
})

/** The day of an instant with its year: `2026년 11월 9일`. */
export const formatDayOf = (iso: string): string =>
  dates({ year: 'numeric', month: language() === 'ko' ? 'long' : 'short', day: 'numeric', timeZone: SEOUL }).format(
    new Date(iso),
  )

/** Today's date in Seoul, `2026-11-29`. */
export const today = (now: Date = new Date()): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: SEOUL, dateStyle: 'short' }).format(now)

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** `3분 전`. */
export function formatAgo(iso: string, now: Date = new Date()): string {
  const seconds = (now.getTime() - new Date(iso).getTime()) / 1000
  const relative = new Intl.RelativeTimeFormat(TAG[language()], { numeric: 'auto' })
  for (const [unit, length] of UNITS) if (seconds >= length) return relative.format(-Math.floor(seconds / length), unit)
  return relative.format(0, 'second')
}

/** `010-1234-5678`, whatever was pasted. */
export function formatPhone(text: string): string {
  const digits = text.replace(/^\+82\s*/, '0').replace(/\D/g, '')
  const match = /^(02|0\d{2})(\d{3,4})(\d{4})$/.exec(digits)
  return match ? match.slice(1).join('-') : text
}

/** `123-45-67890`. */
export function formatBusinessNumber(text: string): string {
  const match = /^(\d{3})(\d{2})(\d{5})$/.exec(text.replace(/\D/g, ''))
  return match ? match.slice(1).join('-') : text
}

/** The last two letters of a name, for its round picture: 민지; of a masked one those that are seen. */
export const initials = (name: string): string => [...name.replace(/[\s*]/g, '')].slice(-2).join('')
