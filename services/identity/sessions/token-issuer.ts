/** Issues access tokens: JWTs signed with EdDSA (RFC 8037), valid for ten minutes. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { tokenNames } from '../../../contracts/identity.ts'
import type { JsonWebKeySet } from '../../../platform/auth/token-keys.ts'
import { ACCESS_TOKEN_MS } from '../members/feature.ts'

export const SEED_BYTES = 32
/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

export interface SigningKey {
  /** Thumbprint of the public key (RFC 7638). */
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string }
}

export function signingKeyOf(seed: Uint8Array): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' })
  const x = createPublicKey(privateKey).export({ format: 'jwk' }).x ?? ''
  const kid = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url')
  return { kid, privateKey, publicKey: { kty: 'OKP', crv: 'Ed25519', x } }
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

export class TokenIssuer {
  readonly jwks: JsonWebKeySet
  readonly #key: SigningKey
  readonly #names: ReturnType<typeof tokenNames>

  /** The last key signs; all are published. */
  constructor(keys: readonly SigningKey[], names: ReturnType<typeof tokenNames>) {
    const key = keys.at(-1)
    if (!key) throw new Error('there is no key to sign tokens with')
    this.#key = key
    this.#names = names
    this.jwks = { keys: keys.map(({ kid, publicKey }) => ({ ...publicKey, kid, alg: 'EdDSA', use: 'sig' })) }
  }

  /** `expiresIn` in seconds. */
  issue(memberId: string, sessionId: string, roles: readonly string[], now: Date) {
    const issued_s = Math.floor(now.getTime() / 1000)
    const expiresIn = ACCESS_TOKEN_MS / 1000
    const header = { alg: 'EdDSA', typ: 'JWT', kid: this.#key.kid }
    const claims = {
      iss: this.#names.issuer,
      aud: this.#names.audience,
      sub: memberId,
      sid: sessionId,
      roles,
      typ: 'access',
      iat: issued_s,
      exp: issued_s + expiresIn,
    }
    const text = `${encoded(header)}.${encoded(claims)}`
    const signature = sign(null, Buffer.from(text), this.#key.privateKey)
    return { token: `${text}.${signature.toString('base64url')}`, expiresIn }
  }
}
