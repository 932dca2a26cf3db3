/** Converts an error of Fastify into a refusal. Null when the request is not at fault. */
import { type Refusal, refuse } from '../../kit/refusal.ts'
import type { Language } from '../routes/route.ts'
import { translated } from './field-error.ts'
import { InvalidPart } from './schema.ts'

/** A refusal thrown where Fastify accepts only errors. */
export class RefusedRequest extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

const codes: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_BAD_URL: 'invalid_request',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
}

export function refusalOf(error: unknown, language: Language): Refusal | null {
  if (error instanceof RefusedRequest) return error.refusal
  if (error instanceof InvalidPart) return refuse('invalid_request', { errors: translated(error.fields, language) })
  const { code = '', statusCode = 500 } = error as { code?: string; statusCode?: number }
  const known = codes[code]
  if (known !== undefined) return refuse(known)
  // For example a connection that broke while the body was read.
  return statusCode >= 400 && statusCode < 500 ? refuse('invalid_request') : null
}
