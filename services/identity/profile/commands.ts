/** What members change of themselves: their profile and password. */
import { type ProfileChanged, passwordChanged, profileChanged } from '../../../contracts/identity.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import { type Member, member, memberKey, onMember, revokeAll } from '../members/feature.ts'
import { type Attempt, attemptKeys, forgivenBy, rejection, throttle } from '../sessions/feature.ts'

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

/** The session continues, every other one ends. Refusals: bad_credentials (counted like a wrong log-in), too_many_tries, inactive. */
export function changePasswordCommand(attempt: Attempt, sessionId: string, sealedPasswordHash: string): Command {
  const { memberId, gates } = attempt
  return {
    type: 'identity.change-password',
    keys: attemptKeys(attempt),
    decide(states, { now }) {
      const rejected = rejection(attempt, states, now)
      if (rejected) return rejected
      const { sessions } = states.of<Member>(memberKey(memberId))
      const changed = passwordChanged.of(memberKey(memberId), { memberId, sealedPasswordHash })
      const revoked = revokeAll(memberId, sessions, 'password_changed', now, sessionId)
      return accept([changed, ...revoked, ...throttle.forgiven(forgivenBy(gates), states)], { status: 204 })
    },
  }
}
