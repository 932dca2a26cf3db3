/** HMAC-SHA256 of a text, in base64url: fingerprints that nobody can compute without the key. */
import { createHmac, createSecretKey } from 'node:crypto'

/** The key is imported once, not for each text. */
export function keyedHash(key: Uint8Array): (text: string) => string {
  const secret = createSecretKey(key)
  return text => createHmac('sha256', secret).update(text).digest('base64url')
}
