/** Account numbers and holders' names: in one form, sealed under their owner's key, opened only to call the bank. */
import type { NamedAccount, SealedAccount } from '../../contracts/banking.ts'
import { readText } from '../../platform/http/routes/texts.ts'
import type { Sealer, Vault } from '../../platform/vault/vault.ts'
import type { Holder } from './bank.ts'

/** What is looked up to know whether a number is linked. */
export const indexOf = (vault: Vault, { bankCode, accountNumber }: Holder): string =>
  vault.blindIndex(`${bankCode}:${accountNumber}`)

export function sealHolder(sealer: Sealer, { bankCode, accountNumber, holderName }: Holder): SealedAccount {
  const sealed = sealer.seal(JSON.stringify({ accountNumber, holderName }))
  return { owner: sealer.subject, bankCode, last4: accountNumber.slice(-4), sealed }
}

/** Throws for what is no account, and for an owner who was forgotten. */
export async function sealNamed(vault: Vault, { owner, ...named }: NamedAccount): Promise<SealedAccount> {
  const accountNumber = readText('account-number', named.accountNumber)
  const holderName = readText('holder-name', named.holderName)
  const sealer = await vault.sealer(owner)
  if (accountNumber === null || holderName === null || !sealer) throw new Error(`nothing can be sealed for ${owner}`)
  return sealHolder(sealer, { ...named, accountNumber, holderName })
}

/** Null once its owner was forgotten. */
export async function openHolder(vault: Vault, { owner, bankCode, sealed }: SealedAccount): Promise<Holder | null> {
  const text = await vault.open(owner, sealed)
  return text === null ? null : { bankCode, ...(JSON.parse(text) as Omit<Holder, 'bankCode'>) }
}
