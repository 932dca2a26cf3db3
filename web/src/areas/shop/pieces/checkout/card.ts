/** A card as it is typed. It lives in memory only, until its payment is answered. */

export interface Card {
  readonly number: string
  readonly expiry: string
  readonly cvv: string
}

const NUMBER_DIGITS = { min: 12, max: 19 }
const GROUP = 4

const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '')

/** `4242 4242 4242 4242`, whatever was pasted. */
export const writeNumber = (text: string): string =>
  digitsOf(text)
    .slice(0, NUMBER_DIGITS.max)
    .replace(new RegExp(`(\\d{${GROUP}})(?=\\d)`, 'g'), '$1 ')

/** `12/30`; `1/30` and `12/2030` are read too. */
export function writeExpiry(text: string): string {
  const [, month = '', year = ''] = /^\s*(\d{1,2})\s*[/-]\s*(\d{0,4})/.exec(text.normalize('NFKC')) ?? []
  if (month !== '') return `${month.padStart(year === '' ? 0 : 2, '0')}/${year.length > 2 ? year.slice(-2) : year}`
  const digits = digitsOf(text).slice(0, 4)
  return digits.length > 2 ? `${digits.slice(0, 2)}/${digits.slice(2)}` : digits
}

/** The check digit that every card number has (ISO/IEC 7812). */
function isNumber(text: string): boolean {
  const digits = digitsOf(text)
  if (digits.length < NUMBER_DIGITS.min || digits.length > NUMBER_DIGITS.max) return false
  const sum = [...digits].reverse().reduce((all, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1)
    return all + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

const CENTURY = 2000

/** A card is good until the end of its month. */
function isExpiry(text: string, now: Date): boolean {
  const match = /^(0[1-9]|1[0-2])\/(\d{2})$/.exec(text)
  if (!match) return false
  const [, month, year] = match
  return now.getTime() < Date.UTC(CENTURY + Number(year), Number(month), 1)
}

export type CardFault = 'number' | 'expiry' | 'cvv'

/** The fields that cannot be right. */
export function cardFaults({ number, expiry, cvv }: Card, now: Date = new Date()): readonly CardFault[] {
  const faults: readonly (readonly [CardFault, boolean])[] = [
    ['number', !isNumber(number)],
    ['expiry', !isExpiry(expiry, now)],
    ['cvv', !/^\d{3,4}$/.test(cvv)],
  ]
  return faults.flatMap(([field, isWrong]) => (isWrong ? [field] : []))
}

/** Numbers of the sandbox, by what becomes of them. */
export const TEST_CARDS = {
  approved: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  refused: '4000 0000 0000 9987',
  late: '4000 0000 0000 3220',
} as const
export type TestCard = keyof typeof TEST_CARDS
