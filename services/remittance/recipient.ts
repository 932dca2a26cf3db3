/** Who is meant by a recipient's id, e-mail address or bank account. */
import { sealAccount } from '../../contracts/banking.ts'
import { memberByEmail, memberInfo } from '../../contracts/identity.ts'
import type { Recipient } from '../../contracts/remittance.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { maySee } from './present.ts'
import { remittanceKey } from './remittance.ts'
import { mayNamePayee } from './wrong-payees.ts'

export type NamedMember = { readonly userId: string } | { readonly email: string }
export type Named =
  | NamedMember
  | { readonly remittanceId: string }
  | { readonly bankCode: string; readonly accountNumber: string; readonly holderName: string }

type MemberRecipient = Extract<Recipient, { kind: 'member' }>

/** An e-mail address that nobody has is as unknown as an id that nobody has. Refusals: recipient_unknown, … */
export async function recipientNamed(
  context: ServiceContext,
  from: string,
  named: Named,
): Promise<Recipient | Refusal> {
  if ('userId' in named || 'email' in named) return memberNamed(context, from, named)
  if ('remittanceId' in named) return sameAgain(context, from, named.remittanceId)
  const throttled = await mayNamePayee(context, from)
  if (throttled) return throttled
  const { bankCode, accountNumber, holderName } = named
  const account = await context.rpc.call(sealAccount, { owner: from, bankCode, accountNumber, holderName })
  return { kind: 'bank', account }
}

/** The other side of an earlier remittance, which is not told who that is. Refusals: remittance_unknown, recipient_inactive. */
async function sameAgain(context: ServiceContext, from: string, remittanceId: string): Promise<Recipient | Refusal> {
  const earlier = (await context.writer.head(remittanceKey(remittanceId)))?.state
  if (!earlier || !maySee(earlier, from)) return refuse('remittance_unknown')
  if (earlier.from !== from) return memberNamed(context, from, { userId: earlier.from })
  if (earlier.to.kind === 'member') return memberNamed(context, from, { userId: earlier.to.memberId })
  // Also one that the bank has refused may be named again.
  return (await mayNamePayee(context, from)) ?? earlier.to
}

/** Refusals: recipient_unknown, recipient_inactive, self_transfer. */
export async function memberNamed(
  { rpc }: ServiceContext,
  from: string,
  named: NamedMember,
): Promise<MemberRecipient | Refusal> {
  const member =
    'userId' in named
      ? await rpc.call(memberInfo, { memberId: named.userId })
      : await rpc.call(memberByEmail, { email: named.email })
  if (!member) return refuse('recipient_unknown')
  if (member.memberId === from) return refuse('self_transfer')
  return member.active ? { kind: 'member', memberId: member.memberId } : refuse('recipient_inactive')
}

export async function isActive(context: ServiceContext, memberId: string): Promise<boolean> {
  return (await context.rpc.call(memberInfo, { memberId }))?.active === true
}
