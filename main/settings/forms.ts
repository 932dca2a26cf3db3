/** The forms that the value of a setting may have. A form says what to give in place of a text that is not of it. */
import { isIP } from 'node:net'
import type { Sentence } from '../../platform/ports/mistake.ts'

/** Null when the text is of this form. */
export type Form = (text: string) => Sentence | null

const when =
  (isGood: (text: string) => boolean, ko: string, en: string): Form =>
  text =>
    isGood(text) ? null : { ko, en }

export const anyText: Form = () => null

export function whole(min: number, max: number = Number.MAX_SAFE_INTEGER): Form {
  const isEndless = max === Number.MAX_SAFE_INTEGER
  return when(
    text => /^\d{1,16}$/.test(text) && Number(text) >= min && Number(text) <= max,
    isEndless ? `${min} 이상의 정수를 써 주세요` : `${min}에서 ${max} 사이의 정수를 써 주세요`,
    isEndless ? `give a whole number from ${min}` : `give a whole number from ${min} to ${max}`,
  )
}

export const orOff = (form: Form): Form => {
  return text => {
    const said = text === 'off' ? null : form(text)
    return said && { ko: `${said.ko}. 없애려면 off`, en: `${said.en}, or off` }
  }
}

export const oneOf = (...values: readonly string[]): Form =>
  when(
    text => values.includes(text),
    `${values.join(', ')} 가운데 하나를 써 주세요`,
    `give one of ${values.join(', ')}`,
  )

const isUrl = (text: string, protocols: readonly string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol)

export const httpUrl = when(
  text => isUrl(text, ['http:', 'https:']),
  'https://… 주소를 써 주세요',
  'give an address like https://…',
)

/** The text is never repeated, because a part of it is a password. */
export const smtpUrl = when(
  text => isUrl(text, ['smtp:', 'smtps:']),
  'smtps://사용자:비밀번호@서버:465 형식으로 써 주세요',
  'give an address like smtps://user:password@server:465',
)

/** The text is never repeated, because a part of it is a password. */
export const postgresUrl = when(
  text => isUrl(text, ['postgres:', 'postgresql:']),
  'postgres://사용자:비밀번호@서버:5432/데이터베이스 형식으로 써 주세요',
  'give an address like postgres://user:password@server:5432/database',
)

const itemsOf = (text: string): string[] =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')

const NAMED_ADDRESSES = ['loopback', 'linklocal', 'uniquelocal']
const PREFIX_BITS_MAX: Readonly<Record<number, number>> = { 4: 32, 6: 128 }

function isAddress(text: string): boolean {
  const [address = '', prefix] = text.split('/')
  if (NAMED_ADDRESSES.includes(text)) return true
  const bits_max = PREFIX_BITS_MAX[isIP(address)]
  return bits_max !== undefined && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits_max))
}

export const addresses = when(
  text => itemsOf(text).every(isAddress),
  '10.0.0.1, 10.0.0.0/8 같은 주소를 쉼표로 나누어 써 주세요',
  'give addresses like 10.0.0.1, 10.0.0.0/8, separated by commas',
)

const isOrigin = (text: string): boolean => isUrl(text, ['http:', 'https:']) && new URL(text).origin === text

export const origin = when(
  isOrigin,
  'https://shop.example.com 같은 주소를 써 주세요 (경로 없이)',
  'give an address like https://shop.example.com, without a path',
)

export const origins = when(
  text => itemsOf(text).every(isOrigin),
  'https://shop.example.com 같은 주소를 쉼표로 나누어 써 주세요 (경로 없이)',
  'give addresses like https://shop.example.com, separated by commas, without a path',
)
