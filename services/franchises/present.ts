/** A franchise as the API shows it: its name and status to everyone, the rest to its owner and to operators. */
import { Type } from 'typebox'
import { FeeBp } from '../../contracts/franchises.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Showing } from './commands.ts'
import type { Franchise } from './franchise.ts'

const Nullable = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])

const Public = { id: Type.String(), name: Type.String(), active: Type.Boolean() }
export const FranchiseInPublic = Type.Object(Public)
export const FranchiseResponse = Type.Object({
  ...Public,
  merchantId: Type.String(),
  region: Nullable(Type.String()),
  /** Null once the merchant is forgotten. */
  contact: Nullable(Type.String()),
  /** The number is never shown again. */
  bankAccount: Type.Object({ bankCode: Type.String(), last4: Type.String() }),
  feeBp: FeeBp,
  createdAt: Type.String(),
})

export const presentInPublic = ({ franchiseId, name, active }: Franchise) => ({ id: franchiseId, name, active })

export const presentWith = (contact: string | null) => (franchise: Franchise) => {
  const { merchantId, region, bankAccount, feeBp, createdAt } = franchise
  const { bankCode, last4 } = bankAccount
  return {
    ...presentInPublic(franchise),
    merchantId,
    region,
    contact,
    bankAccount: { bankCode, last4 },
    feeBp,
    createdAt,
  }
}

export const openContact = (vault: Vault, { merchantId, sealedContact }: Franchise): Promise<string | null> =>
  vault.open(merchantId, sealedContact)

/** The key comes first: for whom there is none, nothing can be opened after it either. */
export async function showing(vault: Vault, franchise: Franchise): Promise<Showing> {
  const sealer = await vault.sealer(franchise.merchantId)
  return { sealer, present: presentWith(await openContact(vault, franchise)) }
}
