/**
 * Master keys in HashiCorp Vault's Transit engine, which they never leave. Wrapping is `encrypt`, unwrapping is
 * `decrypt`. Derived keys are HMACs under version 1 of the key, so they survive its rotation.
 */
import { createHash } from 'node:crypto'
import type { KeyProvider } from './master-keys.ts'

export interface TransitOptions {
  /** `https://vault.example:8200` */
  readonly address: string
  readonly token: string
  readonly keyName: string
  readonly namespace?: string | undefined
  readonly limit_ms?: number
}

const LIMIT_MS = 3_000
const SCHEME = 'transit:'

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

export class TransitKeys implements KeyProvider {
  readonly keyId: string
  readonly #options: TransitOptions

  constructor(options: TransitOptions) {
    this.#options = options
    this.keyId = SCHEME + options.keyName
  }

  async wrap(dataKey: Uint8Array): Promise<string> {
    const { ciphertext } = await this.#ask('encrypt', this.#options.keyName, { plaintext: base64(dataKey) })
    return ciphertext as string
  }

  async unwrap(wrapped: string, keyId: string): Promise<Uint8Array> {
    if (!keyId.startsWith(SCHEME)) throw new Error(`the key ${keyId} does not live in Vault`)
    const { plaintext } = await this.#ask('decrypt', keyId.slice(SCHEME.length), { ciphertext: wrapped })
    return Buffer.from(plaintext as string, 'base64')
  }

  async derive(purpose: string): Promise<Uint8Array> {
    const input = base64(Buffer.from(`madang/${purpose}`))
    const { hmac } = await this.#ask('hmac', this.#options.keyName, { input, key_version: 1, algorithm: 'sha2-256' })
    return createHash('sha256')
      .update(hmac as string)
      .digest()
  }

  async #ask(what: string, keyName: string, body: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { address, token, namespace, limit_ms = LIMIT_MS } = this.#options
    const response = await fetch(new URL(`/v1/transit/${what}/${encodeURIComponent(keyName)}`, address), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-vault-token': token,
        ...(namespace ? { 'x-vault-namespace': namespace } : {}),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(limit_ms),
    }).catch(cause => {
      throw new Error(`Vault could not be reached to ${what}`, { cause })
    })
    const answer = (await response.json().catch(() => ({}))) as {
      data?: Record<string, unknown>
      errors?: readonly string[]
    }
    if (response.ok && answer.data) return answer.data
    throw new Error(`Vault would not ${what}: ${response.status} ${(answer.errors ?? []).join('; ')}`)
  }
}
