/** A franchise as the API shows it: its name and status to everyone, the rest to its owner and to operators. */

import { Type } from 'typebox'
import { FranchiseName, idOf, MaskedAccount, Region } from '../../contracts/api-fields.ts'
import { FeeBp } from '../../contracts/franchises.ts'
import type { Actor } from '../../platform/auth/tokens.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { mayChange } from './commands.ts'
import type { Franchise } from './franchise.ts'

const Public = {
  id: idOf('franchise'),
  name: FranchiseName,
  active: Type.Boolean({ description: 'Whether it takes payments.', examples: [true] }),
}
export const FranchiseResponse = Type.Object(
  {
    ...Public,
    merchantId: idOf('merchant'),
    region: Nullable(Region),
    contact: Nullable(Type.String({ examples: ['02-123-4567'] }), {
      description: 'Null once the merchant has left.',
    }),
    bankAccount: MaskedAccount,
    feeBp: FeeBp,
    createdAt: Timestamp,
  },
  { $id: 'Franchise' },
)
const PublicFranchise = Type.Object(Public, { $id: 'PublicFranchise', description: 'What everybody may know.' })
export const FranchiseForViewer = Type.Union([FranchiseResponse, PublicFranchise], {
  $id: 'FranchiseForViewer',
  description: 'All of it for its owner and operators, and for others what everybody may know.',
})

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
