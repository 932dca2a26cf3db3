/** Who is meant by a recipient's id, e-mail address or bank account. */
import { sealAccount } from '../../contracts/banking.ts'
import { type MemberInfo, memberByEmail, memberInfo } from '../../contracts/identity.ts'
import type { Recipient } from '../../contracts/remittance.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { mayNamePayee } from './wrong-payees.ts'

export type Named =
  | { readonly userId: string }
  | { readonly email: string }
  | { readonly bankCode: string; readonly accountNumber: string; readonly holderName: string }

/** An e-mail address that nobody has is as unknown as an id that nobody has. Refusals: recipient_unknown, … */
export async function recipientNamed(
  context: ServiceContext,
  from: string,
  named: Named,
): Promise<Recipient | Refusal> {
  if ('userId' in named) return memberRecipient(from, await context.rpc.call(memberInfo, { memberId: named.userId }))
  if ('email' in named) return memberRecipient(from, await context.rpc.call(memberByEmail, { email: named.email }))
  const throttled = await mayNamePayee(context, from)
  if (throttled) return throttled
  const { bankCode, accountNumber, holderName } = named
  const account = await context.rpc.call(sealAccount, { owner: from, bankCode, accountNumber, holderName })
  return { kind: 'bank', account }
}

function memberRecipient(from: string, member: MemberInfo | null): Recipient | Refusal {
  if (!member) return refuse('recipient_unknown')
  if (member.memberId === from) return refuse('self_transfer')
  return member.active ? { kind: 'member', memberId: member.memberId } : refuse('recipient_inactive')
}

export async function isActive(context: ServiceContext, memberId: string): Promise<boolean> {
  return (await context.rpc.call(memberInfo, { memberId }))?.active === true
}
