/**
 * Kinds of text that people write, as schemas. A body or parameter that uses one arrives in its one form: NFC, trimmed,
 * without invisible characters. What cannot be brought into that form is refused as `format`.
 *
 *     body: Type.Object({ name: name(100), memo: Type.Optional(line(100)), phone: Phone })
 */
import { domainToASCII } from 'node:url'
import { Type } from 'typebox'
import { Format } from 'typebox/format'

/** The text in its one form; null when it is none of its kind. */
type Read = (text: string) => string | null

const ASCII = /^[\x20-\x7e]*$/
/** Controls, formats (bidirectional overrides, joiners), surrogates, unassigned; letters that are blank. */
const INVISIBLE = /[\p{C}\u115f\u1160\u3164\uffa0\u2800\u2028\u2029]/u
/** Emoji are made of several characters by a joiner, and flags of regions by tags. */
const INSIDE_EMOJI = /(\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]*)\u200d(?=\p{Extended_Pictographic})/gu

const isVisible = (text: string): boolean => !INVISIBLE.test(text.replace(INSIDE_EMOJI, '$1'))

/** One line: blanks are single. Line breaks and tabs are no blanks of a line. */
const readLine: Read = text => {
  if (ASCII.test(text)) return text.trim().replace(/ {2,}/g, ' ')
  const composed = text.normalize('NFC').replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
  return isVisible(composed) ? composed.trim().replace(/ {2,}/g, ' ') : null
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** A line by which people know somebody or something: it has a letter or a digit. */
const readName: Read = text => {
  const line = readLine(text)
  return line !== null && LETTER_OR_DIGIT.test(line) ? line : null
}

/** Several lines: breaks are `\n`, and blanks stay as they are but at the ends. */
const readParagraph: Read = text => {
  const lines = text.normalize('NFC').replace(/\r\n?/g, '\n').split('\n')
  return lines.every(each => isVisible(each.replaceAll('\t', ''))) ? lines.join('\n').trim() : null
}

/** ㈜ is (주), and digits are digits, however they were typed: banks compare names letter by letter. */
const readHolderName: Read = text => readName(text.normalize('NFKC'))

const ADDRESS_LENGTH_MAX = 254
const LOCAL_PART_LENGTH_MAX = 64

/** Trimmed, lower case, then NFC, the domain in ASCII: a letter may have a composed form in lower case only. */
const readEmail: Read = text => {
  const [local = '', domain = '', ...rest] = text.trim().toLowerCase().normalize('NFC').split('@')
  if (rest.length > 0 || local.length > LOCAL_PART_LENGTH_MAX || /[\s\p{C}"(),:;<>[\\\]]/u.test(local)) return null
  if (INVISIBLE.test(local) || local === '' || local.startsWith('.') || local.endsWith('.') || local.includes('..'))
    return null
  const host = domainToASCII(domain)
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(host)) return null
  const address = `${local}@${host}`
  return address.length > ADDRESS_LENGTH_MAX ? null : address
}

const AREA_CODES = '02|0(?:3[1-3]|4[1-4]|5[1-5]|6[1-4])'
const KOREAN_PHONE = new RegExp(`^(01[016789]|070|050[2-8]|080|${AREA_CODES})(\\d{3,4})(\\d{4})$`)
const SERVICE_PHONE = /^(1[568]\d{2})(\d{4})$/

/** A Korean number in groups, `010-1234-5678`; another one as `+` and digits. */
const readPhone: Read = text => {
  const digits = text
    .normalize('NFKC')
    .trim()
    .replace(/[\s().-]/g, '')
  const national = digits.replace(/^\+?82(?=[1-9])/, '0')
  const [, ...groups] = KOREAN_PHONE.exec(national) ?? SERVICE_PHONE.exec(national) ?? []
  if (groups.length > 0) return groups.join('-')
  return /^\+(?!82)[1-9]\d{6,14}$/.test(digits) ? digits : null
}

/** The five digits of a Korean postcode. */
const readZip: Read = text => {
  const digits = text.normalize('NFKC').trim()
  return /^(?:0[1-9]|[1-5]\d|6[0-3])\d{3}$/.test(digits) ? digits : null
}

/** Digits, which people write in groups. */
const readAccountNumber: Read = text => {
  const digits = text.normalize('NFKC').trim()
  return /^\d(?:[ -]?\d){5,19}$/.test(digits) ? digits.replace(/[ -]/g, '') : null
}

const BUSINESS_WEIGHTS = [1, 3, 7, 1, 3, 7, 1, 3, 5]

/** Ten digits, of which the last one is checked by the others (the National Tax Service's rule): `123-45-67891`. */
const readBusinessNumber: Read = text => {
  const digits = text.normalize('NFKC').trim().replaceAll('-', '')
  if (!/^\d{10}$/.test(digits)) return null
  const numbers = [...digits].map(Number)
  const sum = BUSINESS_WEIGHTS.reduce((total, weight, index) => total + weight * numbers[index]!, 0)
  const carried = Math.floor((numbers[8]! * 5) / 10)
  if ((10 - ((sum + carried) % 10)) % 10 !== numbers[9]) return null
  return `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`
}

/** Something that a program has made, an id or a token: as it is, without blanks. */
const readToken: Read = text => (/^[\x21-\x7e]*$/.test(text) || (isVisible(text) && !/\s/u.test(text)) ? text : null)

/** Kept as it is: people may choose any characters. */
const readPassword: Read = text => (text.isWellFormed() ? text : null)

const KINDS = {
  line: readLine,
  name: readName,
  paragraph: readParagraph,
  'holder-name': readHolderName,
  'e-mail': readEmail,
  phone: readPhone,
  'postal-code': readZip,
  'account-number': readAccountNumber,
  'business-number': readBusinessNumber,
  token: readToken,
  password: readPassword,
} satisfies Readonly<Record<string, Read>>

export type TextKind = keyof typeof KINDS

const isKind = (format: string): format is TextKind => Object.hasOwn(KINDS, format)

/** What brings texts of a schema's format into their one form; null for other formats. */
export const readerOfFormat = (format: string): Read | null => (isKind(format) ? KINDS[format] : null)

/** The one form of a text of this kind; null when it is none. */
export const readText = (kind: TextKind, text: string): string | null => KINDS[kind](text)

/** Registers the formats for every schema of the process. */
export function readTextsStrictly(): void {
  for (const [format, read] of Object.entries<Read>(KINDS)) Format.Set(format, text => read(text) !== null)
}

interface Limits {
  readonly minLength?: number
  readonly maxLength: number
}

interface Said {
  readonly description?: string
  readonly examples?: readonly string[]
}

const of = (kind: TextKind, limits: Limits, said: Said = {}) => Type.String({ format: kind, ...limits, ...said })

/** Of a person, a product, a place: one line with a letter or a digit. */
export const name = (maxLength: number, said: Said = {}) => of('name', { minLength: 1, maxLength }, said)
/** One line that may be empty: a memo. */
export const line = (maxLength: number, said: Said = {}) => of('line', { maxLength }, said)
/** One line that says something: a reason. */
export const words = (maxLength: number, said: Said = {}) => of('line', { minLength: 1, maxLength }, said)
export const paragraph = (maxLength: number, said: Said = {}) => of('paragraph', { maxLength }, said)
const SEARCH_LENGTH_MAX = 100
/** What somebody looks for. */
export const searchTerm = (said: Said = {}) => of('line', { maxLength: SEARCH_LENGTH_MAX }, said)
export const HolderName = of('holder-name', { minLength: 1, maxLength: 100 }, { examples: ['김민지'] })
export const EmailAddress = of('e-mail', { minLength: 3, maxLength: 300 }, { examples: ['minji@example.com'] })
export const Phone = of('phone', { minLength: 8, maxLength: 30 }, { examples: ['010-1234-5678'] })
export const PostalCode = of('postal-code', { minLength: 5, maxLength: 5 }, { examples: ['04524'] })
export const BusinessNumber = of('business-number', { minLength: 10, maxLength: 12 }, { examples: ['124-81-00998'] })
export const AccountNumber = of('account-number', { minLength: 6, maxLength: 30 }, { examples: ['110-123-456789'] })
/** A place in Korea that letters and parcels are delivered to. */
export const AddressFields = {
  street: name(200, { examples: ['마당로 1'] }),
  detail: Type.Optional(line(200, { examples: ['101동 1203호'] })),
  city: name(100, { examples: ['서울'] }),
  zipCode: PostalCode,
  country: Type.Optional(name(60, { examples: ['대한민국'] })),
}
export const token = (maxLength: number, said: Said = {}) => of('token', { minLength: 1, maxLength }, said)
/** One that may be empty, and is then answered like one that nobody has issued. */
export const anyToken = (maxLength: number, said: Said = {}) => of('token', { maxLength }, said)
export const password = (minLength: number, maxLength: number) =>
  of('password', { minLength, maxLength }, { examples: ['correct horse battery'] })
