/**
 * One encrypted field: `v1.<iv>.<tag>.<ciphertext>`, parts in base64url. AES-256-GCM. The context (the owner of the
 * field) is authenticated with it, so a ciphertext that was moved to another subject does not decrypt. A file is the same
 * in bytes: a byte for the version, iv, tag, ciphertext.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Random } from '../ports/ports.ts'

const VERSION = 'v1'
const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
export const KEY_BYTES = 32

const part = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

interface Sealed {
  readonly iv: Uint8Array
  readonly tag: Uint8Array
  readonly hidden: Buffer
}

function cipherOf(key: Uint8Array, context: string, bytes: Uint8Array, random: Random): Sealed {
  const iv = random.bytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(context))
  const hidden = Buffer.concat([cipher.update(bytes), cipher.final()])
  return { iv, tag: cipher.getAuthTag(), hidden }
}

function decipher(key: Uint8Array, context: string, { iv, tag, hidden }: Sealed): Buffer {
  const opening = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
  opening.setAAD(Buffer.from(context))
  opening.setAuthTag(tag)
  return Buffer.concat([opening.update(hidden), opening.final()])
}

export function encrypt(key: Uint8Array, context: string, plain: string | Uint8Array, random: Random): string {
  const bytes = typeof plain === 'string' ? Buffer.from(plain) : plain
  const { iv, tag, hidden } = cipherOf(key, context, bytes, random)
  return `${VERSION}.${part(iv)}.${part(tag)}.${part(hidden)}`
}

/** Throws when the text was not encrypted here, was changed, or belongs to another context or key. */
export function decryptBytes(key: Uint8Array, context: string, sealed: string): Buffer {
  const [version, iv, tag, hidden, ...rest] = sealed.split('.')
  if (version !== VERSION || !iv || !tag || hidden === undefined || rest.length > 0) throw notSealed()
  const [ivBytes, tagBytes, hiddenBytes] = [iv, tag, hidden].map(text => Buffer.from(text, 'base64url'))
  return decipher(key, context, { iv: ivBytes!, tag: tagBytes!, hidden: hiddenBytes! })
}

export const decrypt = (key: Uint8Array, context: string, sealed: string): string =>
  decryptBytes(key, context, sealed).toString('utf8')

const FILE_VERSION = 1
const FILE_HEADER_BYTES = 1 + IV_BYTES + TAG_BYTES

export function encryptFile(key: Uint8Array, context: string, bytes: Uint8Array, random: Random): Buffer {
  const { iv, tag, hidden } = cipherOf(key, context, bytes, random)
  return Buffer.concat([Buffer.of(FILE_VERSION), iv, tag, hidden])
}

/** Throws when the bytes were not encrypted here, were changed, or belong to another context or key. */
export function decryptFile(key: Uint8Array, context: string, sealed: Buffer): Buffer {
  if (sealed.length < FILE_HEADER_BYTES || sealed[0] !== FILE_VERSION) throw notSealed()
  const iv = sealed.subarray(1, 1 + IV_BYTES)
  const tag = sealed.subarray(1 + IV_BYTES, FILE_HEADER_BYTES)
  return decipher(key, context, { iv, tag, hidden: sealed.subarray(FILE_HEADER_BYTES) })
}

const notSealed = (): Error => new Error('not a sealed value of this vault')
