/**
 * Parses a signed JWT (RFC 7515 compact form) strictly: the result is null unless the text is an EdDSA token with the
 * expected claims. The signature is not verified here.
 */
import type { Signed } from './signatures.ts'

export interface TokenText extends Signed {
  readonly kid: string
  readonly claims: Claims
}

export interface Claims {
  readonly iss: string
  readonly aud: readonly string[]
  readonly sub: string
  readonly sid: string
  readonly roles: readonly string[]
  readonly typ: string
  /** Seconds since 1970. */
  readonly exp: number
  /** 0 when the token does not say when it was issued. */
  readonly iat: number
  readonly nbf?: number
}

export const TOKEN_LENGTH_MAX = 4_096
const SIGNATURE_BYTES = 64
/** The end of the year 9999, the latest date that ISO 8601 can write. */
const SECONDS_MAX = 253_402_300_799
const compact = /^[\w-]+\.[\w-]+\.[\w-]+$/

export function parseToken(token: string): TokenText | null {
  if (typeof token !== 'string' || token.length > TOKEN_LENGTH_MAX || !compact.test(token)) return null
  const [head = '', body = '', tail = ''] = token.split('.')
  const header = decode(head)
  if (header === null || header.alg !== 'EdDSA' || typeof header.kid !== 'string' || header.crit !== undefined)
    return null
  const claims = claimsOf(decode(body))
  const signature = Buffer.from(tail, 'base64url')
  // Unused bits of the last character would give one signature several spellings.
  if (claims === null || signature.length !== SIGNATURE_BYTES || signature.toString('base64url') !== tail) return null
  return { kid: header.kid, claims, signed: `${head}.${body}`, signature: tail }
}

function decode(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

function claimsOf(body: Record<string, unknown> | null): Claims | null {
  if (body === null) return null
  const { iss, sub, sid, typ, exp, iat = 0, nbf, roles = [] } = body
  const aud = typeof body.aud === 'string' ? [body.aud] : body.aud
  if (!isText(iss) || !isText(sub) || !isText(sid) || !isText(typ) || !isTexts(aud) || !isTexts(roles)) return null
  if (!isSeconds(exp) || !isSeconds(iat)) return null
  if (nbf === undefined) return { iss, aud, sub, sid, roles, typ, exp, iat }
  return isSeconds(nbf) ? { iss, aud, sub, sid, roles, typ, exp, iat, nbf } : null
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)
const isSeconds = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= SECONDS_MAX
