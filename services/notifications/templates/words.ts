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

const won = new Intl.NumberFormat('ko-KR')
const inEnglish = new Map<string, Intl.NumberFormat>()

function english(currency: string): Intl.NumberFormat {
  const known = inEnglish.get(currency) ?? new Intl.NumberFormat('en-US', { style: 'currency', currency })
  inEnglish.set(currency, known)
  return known
}

/** `12,000원`, `₩12,000`, `$59.98`. */
export function money(language: Language, { amount, currency }: Amount): string {
  const major = toMajor(amount, currency)
  return language === 'ko' && currency === 'KRW' ? `${won.format(major)}원` : english(currency).format(major)
}

const days = {
  ko: new Intl.DateTimeFormat('ko-KR', { month: 'long', day: 'numeric', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' }),
}

/** `11월 20일`, `November 20`. */
export const day = (language: Language, date: string): string => days[language].format(new Date(`${date}T00:00:00Z`))
