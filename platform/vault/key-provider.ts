/**
 * Selects the provider of the master keys by settings: HashiCorp Vault Transit when its address is set, otherwise a key
 * file.
 */
import { join } from 'node:path'
import { Mistake } from '../ports/mistake.ts'
import type { Random } from '../ports/ports.ts'
import { openLocalKeys } from './local-keys.ts'
import type { KeyProvider } from './master-keys.ts'
import { TransitKeys } from './transit-keys.ts'

export interface KeyProviderOptions {
  readonly settings: Readonly<Record<string, string | undefined>>
  readonly dataDirectory: string
  readonly random: Random
}

/** Settings: `VAULT_ADDR`, `VAULT_TOKEN`, `VAULT_TRANSIT_KEY`, `VAULT_NAMESPACE`; or `MASTER_KEY_FILE`. */
export async function openKeyProvider({ settings, dataDirectory, random }: KeyProviderOptions): Promise<KeyProvider> {
  const address = settings.VAULT_ADDR
  if (!address) return openLocalKeys(settings.MASTER_KEY_FILE ?? join(dataDirectory, 'master-keys.json'), random)
  const token = settings.VAULT_TOKEN
  if (!token) {
    throw new Mistake({
      ko: 'VAULT_ADDR는 있는데 VAULT_TOKEN이 없어요. 토큰을 설정해 주세요.',
      en: 'VAULT_ADDR is set, VAULT_TOKEN is not: set it',
    })
  }
  return new TransitKeys({
    address,
    token,
    keyName: settings.VAULT_TRANSIT_KEY ?? 'madang',
    namespace: settings.VAULT_NAMESPACE,
  })
}
