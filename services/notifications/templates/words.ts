/** Amounts and dates as people write them, in both languages. */
import { Type } from 'typebox'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import type { Language } from '../../../platform/http/routes/route.ts'

/** Minor units. */
export const Money = { amount: Type.Integer(), currency: Type.String() }
export const BusinessDate = Type.String({ format: 'date' })

interface Amount {
  readonly amount: number
  readonly currency: string
}

const number = new Intl.NumberFormat('ko-KR')
const inEnglish = new Map<string, Intl.NumberFormat>()

function english(currency: string): Intl.NumberFormat {
  const known = inEnglish.get(currency) ?? new Intl.NumberFormat('en-US', { style: 'currency', currency })
  inEnglish.set(currency, known)
  return known
}

/** What the units are called in Korean; another one is its code. */
const units: Readonly<Record<string, string>> = { KRW: '원', USD: '달러' }

/** `12,000원`, `59.98달러`; `₩12,000`, `$59.98`. */
export function money(language: Language, { amount, currency }: Amount): string {
  const major = toMajor(amount, currency)
  return language === 'en' ? english(currency).format(major) : `${number.format(major)}${units[currency] ?? currency}`
}

const HANGUL = { first: 0xac00, last: 0xd7a3, finals: 28 }

const endsInConsonant = (word: string): boolean => {
  const letter = word.charCodeAt(word.length - 1)
  return letter >= HANGUL.first && letter <= HANGUL.last && (letter - HANGUL.first) % HANGUL.finals > 0
}

/** An amount in Korean with its particle: `12,000원을`, `59.98달러를`. */
export function moneyWith(particle: '을' | '이', amount: Amount): string {
  const text = money('ko', amount)
  const other = { 을: '를', 이: '가' }[particle]
  return text + (endsInConsonant(text) ? particle : other)
}

const days = {
  ko: new Intl.DateTimeFormat('ko-KR', { month: 'long', day: 'numeric', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' }),
}

/** `11월 20일`, `November 20`. */
export const day = (language: Language, date: string): string => days[language].format(new Date(`${date}T00:00:00Z`))
