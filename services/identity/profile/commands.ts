/** What members change of themselves: their profile and password. */
import { type ProfileChanged, passwordChanged, profileChanged } from '../../../contracts/identity.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import { type Member, member, memberKey, onMember, revokeAll } from '../members/feature.ts'
import { type Attempt, rejection } from '../sessions/feature.ts'

/** Refusal: inactive. */
export function changeProfileCommand(
  changed: ProfileChanged,
  present: (member: Member) => unknown,
  sealer: Sealer,
): Command {
  const { memberId } = changed
  return onMember('identity.change-profile', memberId, sealer, (before, { now }) => {
    if (before.status !== 'active') return refuse('inactive')
    const messages = [profileChanged.of(memberKey(memberId), changed)]
    return accept(messages, { reply: present(member.after(before, messages, now)) })
  })
}

/** The session continues, every other one ends. Refusals: bad_credentials (counted like a wrong log-in), locked, inactive. */
export function changePasswordCommand(attempt: Attempt, sessionId: string, sealedPasswordHash: string): Command {
  const { memberId } = attempt
  return onMember('identity.change-password', memberId, null, (before, { now }) => {
    const rejected = rejection(attempt, before, now)
    if (rejected) return rejected
    const changed = passwordChanged.of(memberKey(memberId), { memberId, sealedPasswordHash })
    const revoked = revokeAll(memberId, before.sessions, 'password_changed', now, sessionId)
    return accept([changed, ...revoked], { status: 204 })
  })
}
