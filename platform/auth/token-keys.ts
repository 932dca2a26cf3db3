/** The issuer's public keys (RFC 7517), Ed25519 only. A key of another kind is left out. */

import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'

export interface JsonWebKeySet {
  readonly keys: readonly JsonWebKey[]
}

export interface JsonWebKey {
  readonly kty?: string
  readonly crv?: string
  readonly x?: string
  readonly kid?: string
  readonly [member: string]: unknown
}

export function publicKeys(set: JsonWebKeySet): ReadonlyMap<string, KeyObject> {
  const keys = new Map<string, KeyObject>()
  for (const { kty, crv, x, kid } of set.keys) {
    if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string' || typeof kid !== 'string') continue
    keys.set(kid, createPublicKey({ key: { kty, crv, x }, format: 'jwk' }))
  }
  return keys
}
