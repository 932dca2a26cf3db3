/** What a registration or a change takes from others: the merchant, the encrypted account, the encrypted contact. */
import { sealAccount } from '../../contracts/banking.ts'
import { memberInfo } from '../../contracts/identity.ts'
import type { Actor } from '../../platform/auth/tokens.ts'
import type { Command } from '../../platform/kit/command.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { changeFranchise, registerFranchise } from './commands.ts'
import type { Franchise, Registration } from './franchise.ts'
import { openContact, presentWith } from './present.ts'

/** As it is given: contact and account in clear. */
export interface Details extends Omit<Registration, 'franchiseId' | 'bankAccount' | 'sealedContact'> {
  readonly contact: string
  readonly bankAccount: Omit<DataOf<typeof sealAccount>, 'owner'>
}

/** Refusals: merchant_unknown. */
export async function prepareFranchise(
  context: ServiceContext,
  { contact, ...details }: Details,
): Promise<Command | Refusal> {
  const { merchantId } = details
  const merchant = await context.rpc.call(memberInfo, { memberId: merchantId })
  const sealer = merchant?.active && merchant.roles.includes('merchant') ? await context.vault.sealer(merchantId) : null
  if (!sealer) return refuse('merchant_unknown', { field: 'merchantId' })
  const franchiseId = context.ports.ids.next('frn')
  const bankAccount = await context.rpc.call(sealAccount, { ...details.bankAccount, owner: franchiseId })
  const registration = { ...details, franchiseId, bankAccount, sealedContact: sealer.seal(contact) }
  return registerFranchise(registration, { sealer, present: presentWith(contact) })
}

/** Refusals: merchant_unknown, for a contact once the merchant is forgotten. */
export async function prepareChange(
  context: ServiceContext,
  before: Franchise,
  actor: Actor,
  { contact, bankAccount, ...rest }: Partial<Omit<Details, 'merchantId'>>,
): Promise<Command | Refusal> {
  const { franchiseId, merchantId } = before
  // The key comes first: for whom there is none, nothing can be opened after it either.
  const sealer = await context.vault.sealer(merchantId)
  if (contact !== undefined && !sealer) return refuse('merchant_unknown')
  const change = {
    ...rest,
    ...(bankAccount && { bankAccount: await context.rpc.call(sealAccount, { ...bankAccount, owner: franchiseId }) }),
    ...(contact !== undefined && sealer && { sealedContact: sealer.seal(contact) }),
  }
  const present = presentWith(contact ?? (await openContact(context.vault, before)))
  return changeFranchise(franchiseId, actor, change, { sealer, present })
}
