/** What a franchise is made of before it is registered: a merchant who may own one, a sealed account, a sealed contact. */
import { sealAccount } from '../../contracts/banking.ts'
import { memberInfo } from '../../contracts/identity.ts'
import type { Command } from '../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { registerFranchise } from './commands.ts'
import { presentWith } from './present.ts'

export interface Registering {
  readonly merchantId: string
  readonly name: string
  readonly contact: string
  readonly region: string | null
  readonly bankAccount: { readonly bankCode: string; readonly accountNumber: string; readonly holderName: string }
  readonly feeBp: number
  readonly active: boolean
}

/** Refusals: merchant_unknown. */
export async function prepareFranchise(
  context: ServiceContext,
  { contact, ...registering }: Registering,
): Promise<Command | Refusal> {
  const { merchantId } = registering
  const merchant = await context.rpc.call(memberInfo, { memberId: merchantId })
  const sealer = merchant?.active && merchant.roles.includes('merchant') ? await context.vault.sealer(merchantId) : null
  if (!sealer) return refuse('merchant_unknown', { field: 'merchantId' })
  const franchiseId = context.ports.ids.next('frn')
  const bankAccount = await context.rpc.call(sealAccount, { ...registering.bankAccount, owner: franchiseId })
  const registration = { ...registering, franchiseId, bankAccount, sealedContact: sealer.seal(contact) }
  return registerFranchise(registration, { sealer, present: presentWith(contact) })
}
