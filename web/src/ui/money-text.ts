/** Amounts as people type and paste them. */

export interface ReadMoney {
  readonly amount: number | null
  /** What is wrong with the text; null for an empty one. */
  readonly fault: 'unreadable' | 'too_many_digits' | null
}

const SIGNS = /[₩￦$,，\s]|원$|KRW|USD/gi
/** More digits than any amount the ledger takes. */
const DIGITS_MAX = 13

/** `1,234,567`, `₩1,234,567`, `1,234,567원` and full-width digits are all 1234567. */
export function readMoney(text: string, fraction: number): ReadMoney {
  const plain = text.normalize('NFKC').trim().replace(SIGNS, '')
  if (plain === '') return { amount: null, fault: text.trim() === '' ? null : 'unreadable' }
  const match = /^(\d+)(?:\.(\d*))?$/.exec(plain)
  if (!match) return { amount: null, fault: 'unreadable' }
  const [, whole = '', part = ''] = match
  if (part.length > fraction || whole.length > DIGITS_MAX) return { amount: null, fault: 'too_many_digits' }
  return { amount: Number(part === '' ? whole : `${whole}.${part}`), fault: null }
}

/** Thousands while typing; what cannot be read stays as it was typed. */
export function writeMoney(text: string, fraction: number): string {
  const { amount, fault } = readMoney(text, fraction)
  if (amount === null || fault) return text
  const plain = text.normalize('NFKC').trim().replace(SIGNS, '')
  const [whole = '', part] = plain.split('.')
  const grouped = whole.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return part === undefined ? grouped : `${grouped}.${part}`
}
