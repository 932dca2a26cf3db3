/** `Idempotency-Key`: the caller's name for a write, so that sending it again cannot do it again. */
import { hash } from 'node:crypto'
import type { IdempotencyKey } from '../command.ts'
import type { Refusal } from '../refusal.ts'
import { refuse } from '../refusal.ts'

export const IDEMPOTENCY_HEADER = 'idempotency-key'

const visibleAscii = /^[\x21-\x7e]{1,255}$/
/** 132 bits of a SHA-256. */
const HASH_LENGTH = 22

/**
 * Keys are scoped to the actor. The fingerprint covers what is asked for: method, path and the body's declared
 * properties in the order of the schema, however the caller wrote them.
 */
export function idempotencyOf(
  given: string | string[] | undefined,
  actorId: string,
  method: string,
  path: string,
  body: unknown,
): IdempotencyKey | undefined | Refusal {
  if (given === undefined) return undefined
  if (typeof given !== 'string' || !visibleAscii.test(given)) {
    return refuse('invalid_request', { field: IDEMPOTENCY_HEADER, in: 'header' })
  }
  const request = body === undefined ? `${method} ${path}` : `${method} ${path}\n${JSON.stringify(body)}`
  return { key: short(`${actorId}\n${given}`), fingerprint: short(request) }
}

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, HASH_LENGTH)
