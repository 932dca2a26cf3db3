/** A member links an account: it is checked, and the bank is asked about it before anything is decided. */
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { sealerOf } from '../../platform/service/sealer-of.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { type HeldAccount, holdingKey } from './account.ts'
import { linkCommand } from './account-commands.ts'
import { type Bank, type Holder, refusalOf } from './bank.ts'
import { countInquiry } from './inquiries.ts'
import { indexOf, sealHolder } from './sealing.ts'

/** What a member has linked. */
export const accountOf = async ({ writer }: ServiceContext, memberId: string): Promise<HeldAccount | null> =>
  (await writer.head(holdingKey(memberId)))?.state.account ?? null

/** Refusals: already_linked, too_many_inquiries, account_unknown, account_closed, holder_mismatch, bank_unavailable. */
export async function linkAccount(
  context: ServiceContext,
  bank: Bank,
  memberId: string,
  holder: Holder,
  correlationId = context.ports.ids.next('cor'),
): Promise<Command | Refusal> {
  if (await accountOf(context, memberId)) return refuse('already_linked')
  const numberIndex = indexOf(context.vault, holder)
  const origin = { actor: memberId, correlationId, causationId: correlationId }
  const counted = await context.writer.run(countInquiry(memberId, numberIndex), origin)
  if (counted.kind === 'refused') return counted.refusal
  // The bank is asked before we look who has it: only who knows the holder's name learns that it is linked.
  const answer = await bank.inquire(holder)
  if (answer.kind === 'refused') return refuse(refusalOf(answer.code))
  if (answer.kind !== 'done') return refuse('bank_unavailable')
  const sealer = await sealerOf(context, memberId)
  if (isRefusal(sealer)) return sealer
  const { owner: _, ...sealed } = sealHolder(sealer, holder)
  const accountId = context.ports.ids.next('bka')
  return linkCommand({ accountId, memberId, ...sealed, numberIndex })
}
