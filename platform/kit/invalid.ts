/** `invalid_request`: which parts of a request are wrong, and how. One shape for what schemas find and what handlers find. */
import type { WordsOf } from './named-enum.ts'
import { type Refusal, refuse } from './refusal.ts'

/** What is wrong with one part of a request. The value is never repeated: it may be a password. */
export interface FieldError {
  readonly in: 'body' | 'query' | 'path' | 'header'
  /** RFC 6901: `/shippingAddress/zipCode`, `/items/0/quantity`; empty for the whole. A parameter is `/name`. */
  readonly pointer: string
  readonly code: FieldErrorCode
  /** The bound that was not kept. */
  readonly limit?: string | number
  /** What may stand there. */
  readonly allowed?: readonly unknown[]
  /** Of an unknown field: the known one that was probably meant. */
  readonly nearest?: string
}

/** What a code means, beside the message that says what to do. */
export const FIELD_ERRORS = {
  required: { ko: '꼭 필요한 항목이 없음', en: 'It is missing.' },
  wrong_type: { ko: '값의 종류가 다름', en: 'The value is of another type; `limit` names the right one.' },
  too_short: { ko: '너무 짧음', en: 'The text is shorter than `limit`.' },
  too_long: { ko: '너무 김', en: 'The text is longer than `limit`.' },
  too_small: { ko: '너무 작음', en: 'The number, or date, is below `limit`.' },
  too_large: { ko: '너무 큼', en: 'The number, or date, is above `limit`.' },
  not_a_multiple: { ko: '배수가 아님', en: 'The number is no multiple of `limit`.' },
  too_few_items: { ko: '항목이 너무 적음', en: 'The list has fewer items than `limit`.' },
  too_many_items: { ko: '항목이 너무 많음', en: 'The list has more items than `limit`.' },
  duplicate_items: { ko: '같은 항목이 두 번 있음', en: 'The list has an item twice.' },
  wrong_format: { ko: '형식이 다름', en: 'The text is not in its form, which `limit` may name.' },
  not_allowed: { ko: '쓸 수 없는 값', en: 'The value is none of `allowed`.' },
  no_such_form: { ko: '쓸 수 없는 형태', en: 'The value has none of the forms that it may have.' },
  unknown_field: { ko: '알 수 없는 항목', en: 'Nothing is known by this name; `allowed` and `nearest` tell what is.' },
  unreadable: { ko: '저장할 수 없는 글자', en: 'It has characters that cannot be stored.' },
  too_deep: { ko: '너무 깊음', en: 'Objects and lists are nested deeper than `limit`.' },
} as const satisfies WordsOf<string>
export type FieldErrorCode = keyof typeof FIELD_ERRORS

export const invalidRequest = (...errors: readonly FieldError[]): Refusal => refuse('invalid_request', { errors })

/** A text, or a number, that a schema lets through and a handler does not understand. */
export const invalidField = (where: FieldError['in'], name: string, code: FieldErrorCode = 'wrong_format'): Refusal =>
  invalidRequest({ in: where, pointer: `/${name}`, code })

/** A text that is none of its form, which has a name: `cursor`. */
export const invalidForm = (where: FieldError['in'], name: string, limit: string = name): Refusal =>
  invalidRequest({ in: where, pointer: `/${name}`, code: 'wrong_format', limit })
