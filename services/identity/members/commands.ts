/** What operators change of a member: the roles, and whether the member is active. */
import { memberActivated, memberDeactivated, type Role, rolesChanged } from '../../../contracts/identity.ts'
import { type Accepted, accept, type Command, type Context, type Decision } from '../../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import { type Member, memberKey } from './member.ts'
import { revokeAll } from './revoke.ts'

/** The rule on one member's state; commands differ in little else. */
export function onMember(
  type: string,
  memberId: string,
  rule: (member: Member, context: Context) => Decision,
  sealed: Sealer | null = null,
): Command {
  const key = memberKey(memberId)
  return { type, keys: [key], decide: (states, context) => rule(states.of(key), context), sealed }
}

/** Refusals of what an operator does to a member who is not there. */
function refusalOfUnknown(member: Member): Refusal | null {
  if (member.status === 'unknown') return refuse('member_unknown')
  return member.status === 'forgotten' ? refuse('member_forgotten') : null
}

/** Everyone is a customer. Whoever loses a role is logged out, so that their tokens do not keep it. */
export function setRolesCommand(memberId: string, asked: readonly Role[], operatorId: string): Command {
  return onMember('identity.set-roles', memberId, (member, { now }) => {
    const unknown = refusalOfUnknown(member)
    if (unknown) return unknown
    const roles: Role[] = [...new Set<Role>(['customer', ...asked])]
    if (memberId === operatorId && !roles.includes('operator')) return refuse('own_account')
    const reply = { id: memberId, roles }
    const lost = member.roles.filter(role => !roles.includes(role))
    const gained = roles.filter(role => !member.roles.includes(role))
    if (lost.length + gained.length === 0) return accept([], { reply })
    const revoked = lost.length > 0 ? revokeAll(memberId, member.sessions, 'roles_reduced', now) : []
    return accept([rolesChanged.of(memberKey(memberId), { memberId, roles }), ...revoked], { reply })
  })
}

/** Refusals: member_unknown, member_forgotten, already_deactivated, own_account. */
export function deactivateCommand(memberId: string, operatorId: string): Command {
  return onMember('identity.deactivate', memberId, (member, { now }) => {
    const unknown = refusalOfUnknown(member)
    if (unknown) return unknown
    if (member.status === 'deactivated') return refuse('already_deactivated')
    if (memberId === operatorId) return refuse('own_account')
    return accept(deactivation(memberId, member, now), { reply: { id: memberId, status: 'deactivated' } })
  })
}

export const deactivation = (memberId: string, member: Member, now: Date): Accepted['messages'] => [
  memberDeactivated.of(memberKey(memberId), { memberId }),
  ...revokeAll(memberId, member.sessions, 'deactivated', now),
]

/** Refusals: member_unknown, member_forgotten, already_active. */
export function activateCommand(memberId: string): Command {
  return onMember('identity.activate', memberId, member => {
    const unknown = refusalOfUnknown(member)
    if (unknown) return unknown
    if (member.status === 'active') return refuse('already_active')
    const reply = { id: memberId, status: 'active' }
    return accept([memberActivated.of(memberKey(memberId), { memberId })], { reply })
  })
}
