/**
 * One encrypted field: `v1.<iv>.<tag>.<ciphertext>`, parts in base64url. AES-256-GCM. The context (the owner of the
 * field) is authenticated with it, so a ciphertext that was moved to another subject does not decrypt.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Random } from '../ports/ports.ts'

const VERSION = 'v1'
const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
export const KEY_BYTES = 32

const part = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

export function encrypt(key: Uint8Array, context: string, plain: string | Uint8Array, random: Random): string {
  const iv = random.bytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(context))
  const bytes = typeof plain === 'string' ? Buffer.from(plain) : plain
  const hidden = Buffer.concat([cipher.update(bytes), cipher.final()])
  return `${VERSION}.${part(iv)}.${part(cipher.getAuthTag())}.${part(hidden)}`
}

/** Throws when the text was not encrypted here, was changed, or belongs to another context or key. */
export function decryptBytes(key: Uint8Array, context: string, sealed: string): Buffer {
  const [version, iv, tag, hidden, ...rest] = sealed.split('.')
  if (version !== VERSION || !iv || !tag || hidden === undefined || rest.length > 0) {
    throw new Error('not a sealed value of this vault')
  }
  const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, 'base64url'), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([decipher.update(Buffer.from(hidden, 'base64url')), decipher.final()])
}

export const decrypt = (key: Uint8Array, context: string, sealed: string): string =>
  decryptBytes(key, context, sealed).toString('utf8')
