/**
 * Cards as the PSP sees them: checked (Luhn, expiry), then kept masked. What a card does is known from its last four
 * digits, so that a test chooses an outcome by choosing a number.
 */

import { seoulMonth } from '../shared/seoul-time.ts'
import type { BehaviourKind } from './behaviour-kinds.ts'
import { PspError, type PspErrorCode } from './errors.ts'

export interface Card {
  /** First six and last four digits. */
  readonly number: string
  readonly issuerCode: string
  readonly company: string
  readonly brand: string
}

export interface CardDetails {
  readonly cardNumber: string
  /** Two digits. */
  readonly cardExpirationYear: string
  readonly cardExpirationMonth: string
}

/** Numbers with these endings are valid, and refused when the card is registered. */
const REFUSED_AT_REGISTRATION: Readonly<Record<string, PspErrorCode>> = {
  '9987': 'INVALID_STOPPED_CARD', // 4000 0000 0000 9987
  '0069': 'INVALID_CARD_EXPIRATION', // 4000 0000 0000 0069
}

/** Numbers with these endings register, and refuse every charge. */
export const REFUSED_AT_CHARGE: Readonly<Record<string, PspErrorCode>> = {
  '0002': 'REJECT_CARD_PAYMENT', // 4000 0000 0000 0002
  '0341': 'REJECT_CARD_COMPANY', // 4000 0000 0000 0341
  '0119': 'CARD_PROCESSING_ERROR', // 4000 0000 0000 0119
}

/** Numbers with these endings make every charge behave so. Everything else, such as 4242 4242 4242 4242, just works. */
export const BEHAVIOUR_OF_CARD: Readonly<Record<string, BehaviourKind>> = {
  '3220': 'timeout_after_charging', // 4000 0000 0000 3220
  '3063': 'timeout_before', // 4000 0000 0000 3063
  '5001': 'error_500', // 4000 0000 0000 5001
  '2230': 'webhook_twice', // 4000 0000 0000 2230
  '1091': 'webhook_before_answer', // 4000 0000 0000 1091
}

/** First digits of a number, its brand, and the Korean issuer the simulator gives it. */
const BRANDS: readonly (readonly [first: RegExp, brand: string, company: string, issuerCode: string])[] = [
  [/^4/, 'VISA', '신한', '41'],
  [/^(5[1-5]|2[2-7])/, 'MASTER', '삼성', '51'],
  [/^3[47]/, 'AMEX', '현대', '61'],
  [/^35/, 'JCB', '국민', '11'],
  [/^62/, 'UNIONPAY', 'BC', '31'],
  [/^/, 'LOCAL', '롯데', '71'],
]

export const lastFour = (card: Card): string => card.number.slice(-4)

/** Checks the details and forgets all but the mask. Throws the PSP's refusal. */
export function readCard(details: CardDetails, now: Date): Card {
  const digits = details.cardNumber.replace(/[ -]/g, '')
  if (!/^\d{13,19}$/.test(digits) || !passesLuhn(digits)) throw new PspError('INVALID_CARD_NUMBER')
  const { cardExpirationYear: year, cardExpirationMonth: month } = details
  const wellFormed = /^\d\d$/.test(year) && /^(0[1-9]|1[0-2])$/.test(month)
  if (!wellFormed || `20${year}-${month}` < seoulMonth(now)) throw new PspError('INVALID_CARD_EXPIRATION')
  const refusal = REFUSED_AT_REGISTRATION[digits.slice(-4)]
  if (refusal) throw new PspError(refusal)
  const [, brand, company, issuerCode] = BRANDS.find(([first]) => first.test(digits))!
  const number = digits.slice(0, 6) + '*'.repeat(digits.length - 10) + digits.slice(-4)
  return { number, issuerCode, company, brand }
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, character, place) => {
    const digit = Number(character) * (place % 2 === 1 ? 2 : 1)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return sum % 10 === 0
}
