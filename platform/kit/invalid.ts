/** `invalid_request`: which parts of a request are wrong, and how. One shape for what schemas find and what handlers find. */
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

export const FIELD_ERROR_CODES = [
  'required',
  'wrong_type',
  'too_short',
  'too_long',
  'too_small',
  'too_large',
  'not_a_multiple',
  'too_few_items',
  'too_many_items',
  'duplicate_items',
  'wrong_format',
  'not_allowed',
  'no_such_form',
  'unknown_field',
  'unreadable',
  'too_deep',
] as const
export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number]

export const invalidRequest = (...errors: readonly FieldError[]): Refusal => refuse('invalid_request', { errors })

/** A text, or a number, that a schema lets through and a handler does not understand. */
export const invalidField = (where: FieldError['in'], name: string, code: FieldErrorCode = 'wrong_format'): Refusal =>
  invalidRequest({ in: where, pointer: `/${name}`, code })

/** A text that is none of its form, which has a name: `cursor`. */
export const invalidForm = (where: FieldError['in'], name: string, limit: string = name): Refusal =>
  invalidRequest({ in: where, pointer: `/${name}`, code: 'wrong_format', limit })
