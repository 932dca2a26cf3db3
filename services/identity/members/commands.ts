/** Commands on a member: what operators change, and how sessions end. */
import {
  memberActivated,
  memberDeactivated,
  type Role,
  rolesChanged,
  type SessionsRevoked,
  sessionsRevoked,
} from '../../../contracts/identity.ts'
import { accept, type Command, type Context, type Decision } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import { type Member, memberKey } from './member.ts'
import { openSession, type Sessions } from './session.ts'

export const ACCESS_TOKEN_MS = 10 * 60_000

type RevocationReason = SessionsRevoked['reason']

/** No event when there is nothing to end. */
export function revoke(memberId: string, ids: readonly string[], reason: RevocationReason, now: Date): NewMessage[] {
  if (ids.length === 0) return []
  const until = new Date(now.getTime() + ACCESS_TOKEN_MS).toISOString()
  return [sessionsRevoked.of(memberKey(memberId), { memberId, sessions: [...ids], until, reason })]
}

/** Ends all open sessions, or all but one. */
export function revokeAll(
  memberId: string,
  sessions: Sessions,
  reason: RevocationReason,
  now: Date,
  but?: string,
): NewMessage[] {
  const ids = Object.keys(sessions).filter(id => id !== but && openSession(sessions, id, now) !== null)
  return revoke(memberId, ids, reason, now)
}

type Rule = (member: Member, context: Context) => Decision

/** A command that is decided from the state of one member; `sealer` is for an answer with personal data or tokens. */
export function onMember(type: string, memberId: string, sealer: Sealer | null, rule: Rule): Command {
  const key = memberKey(memberId)
  return { type, keys: [key], sealed: sealer, decide: (states, context) => rule(states.of(key), context) }
}

/** What an operator does to a member. Refusals: member_unknown, member_forgotten. */
const onPresentMember = (type: string, memberId: string, rule: Rule): Command =>
  onMember(type, memberId, null, (member, context) => {
    if (member.status === 'unknown') return refuse('member_unknown')
    return member.status === 'forgotten' ? refuse('member_forgotten') : rule(member, context)
  })

/** Everyone is a customer. */
export const withCustomer = (roles: readonly Role[]): Role[] => [...new Set<Role>(['customer', ...roles])]

/** Whoever loses a role is logged out, so that their tokens do not keep it. Refusals: also own_account. */
export function setRolesCommand(memberId: string, requested: readonly Role[], operatorId: string): Command {
  return onPresentMember('identity.set-roles', memberId, (member, { now }) => {
    const roles = withCustomer(requested)
    if (memberId === operatorId && !roles.includes('operator')) return refuse('own_account')
    const reply = { id: memberId, roles }
    const lost = member.roles.filter(role => !roles.includes(role))
    const gained = roles.filter(role => !member.roles.includes(role))
    if (lost.length + gained.length === 0) return accept([], { reply })
    const revoked = lost.length > 0 ? revokeAll(memberId, member.sessions, 'roles_reduced', now) : []
    return accept([rolesChanged.of(memberKey(memberId), { memberId, roles }), ...revoked], { reply })
  })
}

/** Refusals: also already_deactivated, own_account. */
export function deactivateCommand(memberId: string, operatorId: string): Command {
  return onPresentMember('identity.deactivate', memberId, (member, { now }) => {
    if (member.status === 'deactivated') return refuse('already_deactivated')
    if (memberId === operatorId) return refuse('own_account')
    return accept(deactivation(memberId, member, now), { reply: { id: memberId, status: 'deactivated' } })
  })
}

const deactivation = (memberId: string, member: Member, now: Date): NewMessage[] => [
  memberDeactivated.of(memberKey(memberId), { memberId }),
  ...revokeAll(memberId, member.sessions, 'deactivated', now),
]

/** Refusals: also already_active. */
export function activateCommand(memberId: string): Command {
  return onPresentMember('identity.activate', memberId, member => {
    if (member.status === 'active') return refuse('already_active')
    const reply = { id: memberId, status: 'active' }
    return accept([memberActivated.of(memberKey(memberId), { memberId })], { reply })
  })
}
