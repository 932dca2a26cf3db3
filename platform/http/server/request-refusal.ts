/** Converts an error of Fastify into a refusal. Null when the request is not at fault. */
import { invalidRequest } from '../../kit/invalid.ts'
import { type Refusal, refuse } from '../../kit/refusal.ts'
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
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
}

export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof RefusedRequest) return error.refusal
  if (error instanceof InvalidPart) return invalidRequest(...error.fields)
  const { code = '', statusCode = 500 } = error as { code?: string; statusCode?: number }
  const known = codes[code]
  if (known !== undefined) return refuse(known)
  if (code === 'FST_ERR_BAD_URL') return invalidRequest({ in: 'path', pointer: '', code: 'unreadable' })
  // For example a connection that broke while the body was read, or a wrong length.
  return statusCode >= 400 && statusCode < 500 ? invalidRequest({ in: 'body', pointer: '', code: 'unreadable' }) : null
}
