/** A franchise as the API shows it: its name and status to everyone, the rest to its owner and to operators. */

import { Type } from 'typebox'
import { FeeBp } from '../../contracts/franchises.ts'
import type { Actor } from '../../platform/auth/tokens.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { mayChange } from './commands.ts'
import type { Franchise } from './franchise.ts'

const Public = { id: Type.String(), name: Type.String(), active: Type.Boolean() }
export const FranchiseResponse = Type.Object(
  {
    ...Public,
    merchantId: Type.String(),
    region: Nullable(Type.String()),
    /** Null once the merchant is forgotten. */
    contact: Nullable(Type.String()),
    /** The number is never shown again. */
    bankAccount: Type.Object({ bankCode: Type.String(), last4: Type.String() }),
    feeBp: FeeBp,
    createdAt: Timestamp,
  },
  { $id: 'Franchise' },
)
export const FranchiseForViewer = Type.Union([FranchiseResponse, Type.Object(Public)])

const presentInPublic = ({ franchiseId, name, active }: Franchise) => ({ id: franchiseId, name, active })

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

export const presentTo = async (actor: Actor, vault: Vault, franchise: Franchise) =>
  mayChange(franchise, actor) ? presentWith(await openContact(vault, franchise))(franchise) : presentInPublic(franchise)
