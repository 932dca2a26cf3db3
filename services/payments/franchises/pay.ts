/** A customer pays at a franchise: both must be active, as far as this service has heard; then the command. */

import { DEFAULT_CURRENCY } from '../../../platform/http/routes/amount.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { requestAtFranchise } from './commands.ts'
import { franchiseById, isActiveMember } from './copies.ts'

export interface PayingAtFranchise {
  readonly memberId: string
  readonly franchiseId: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
}

/** Refusals: currency_not_supported, franchise_unknown, franchise_inactive, payer_inactive. */
export async function payAtFranchise(context: ServiceContext, paying: PayingAtFranchise): Promise<Command | Refusal> {
  const { memberId, franchiseId, currency } = paying
  if (currency !== DEFAULT_CURRENCY) return refuse('currency_not_supported', { field: 'currency', currency })
  const franchise = await franchiseById(context.read, franchiseId)
  if (!franchise) return refuse('franchise_unknown', { franchiseId })
  if (!franchise.active) return refuse('franchise_inactive', { franchiseId })
  if (!(await isActiveMember(context.read, memberId))) return refuse('payer_inactive')
  const { merchantId, feeBp } = franchise
  return requestAtFranchise({ ...paying, paymentId: context.ports.ids.next('pay'), merchantId, feeBp })
}
