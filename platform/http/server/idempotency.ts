/** `Idempotency-Key`: the caller's name for a write, which makes a repeated request safe. */

import { hash } from 'node:crypto'
import type { IdempotencyKey } from '../../kit/command.ts'
import { invalidForm } from '../../kit/invalid.ts'
import type { Refusal } from '../../kit/refusal.ts'

export const IDEMPOTENCY_HEADER = 'idempotency-key'

const visibleAscii = /^[\x21-\x7e]{1,255}$/
/** 132 bits. */
const HASH_LENGTH = 22

export interface Keyed {
  /** Whose key it is: two owners may use the same key. */
  readonly owner: string
  readonly method: string
  readonly path: string
  readonly body: unknown
  /** What `If-Match` says, where the route obeys it. */
  readonly condition?: string | null
}

/**
 * Keys are scoped to their owner. The fingerprint covers the request: method, path and the declared properties of the
 * body in the order of the schema. It is a keyed hash, because it is stored permanently and a body may hold a password
 * or a card number, which could be guessed from a plain hash.
 */
export function idempotencyOf(
  given: string | string[] | undefined,
  { owner, method, path, body, condition }: Keyed,
  fingerprintOf: (request: string) => string,
): IdempotencyKey | undefined | Refusal {
  if (given === undefined) return undefined
  if (typeof given !== 'string' || !visibleAscii.test(given)) {
    return invalidForm('header', IDEMPOTENCY_HEADER)
  }
  const target = condition ? `${method} ${path} ${condition}` : `${method} ${path}`
  const request = body === undefined ? target : `${target}\n${JSON.stringify(body)}`
  return { key: short(hash('sha256', `${owner}\n${given}`, 'base64url')), fingerprint: short(fingerprintOf(request)) }
}

const short = (text: string): string => text.slice(0, HASH_LENGTH)
