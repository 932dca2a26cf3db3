/** What members change of themselves: their profile and password, and that they leave. */
import {
  emailReleased,
  memberForgotten,
  type ProfileChanged,
  passwordChanged,
  profileChanged,
} from '../../../contracts/identity.ts'
import type { Language } from '../../../platform/http/routes/route.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import { deactivation, emailKey, type Member, memberKey, onMember, revokeAll } from '../members/feature.ts'
import { type CheckedPassword, checkPassword, recordAndRefuse } from '../sessions/feature.ts'

/** Refusals of what a member does who cannot do anything any more. */
const refusalOfAbsent = (member: Member): Refusal | null => (member.status === 'active' ? null : refuse('inactive'))

/** Refusal: inactive. */
export function changeProfileCommand(
  changed: ProfileChanged,
  present: (member: Member) => unknown,
  sealer: Sealer,
): Command {
  const { memberId } = changed
  return onMember(
    'identity.change-profile',
    memberId,
    member => {
      const absent = refusalOfAbsent(member)
      if (absent) return absent
      const { region = member.region, language = member.language, notifications = member.notifications } = changed
      const after = { ...member, region, language, notifications }
      return accept([profileChanged.of(memberKey(memberId), changed)], { reply: present(after) })
    },
    sealer,
  )
}

export interface PasswordChange {
  readonly memberId: string
  /** The log-in that goes on. */
  readonly sessionId: string
  readonly password: CheckedPassword
  readonly sealedPasswordHash: string
  readonly language: Language
}

/** Refusals: bad_credentials (counted like a wrong log-in), locked, inactive. */
export function changePasswordCommand(change: PasswordChange): Command {
  const { memberId, sessionId, password, sealedPasswordHash, language } = change
  return onMember('identity.change-password', memberId, (member, { now }) => {
    const checked = checkPassword(memberId, member, password, now)
    if (checked.kind === 'wrong') return recordAndRefuse('bad_credentials', checked.messages, language)
    if (checked.kind === 'locked') return refuse('locked', { until: checked.until })
    if (checked.kind === 'inactive') return refuse('inactive')
    return accept(
      [
        passwordChanged.of(memberKey(memberId), { memberId, sealedPasswordHash }),
        ...revokeAll(memberId, member.sessions, 'password_changed', now, sessionId),
      ],
      { status: 204 },
    )
  })
}

/** The member leaves: deactivated, unreadable once the key is destroyed, and the address is free again. */
export function forgetCommand(memberId: string, emailIndex: string): Command {
  const [claimKey, key] = [emailKey(emailIndex), memberKey(memberId)]
  return {
    type: 'identity.forget',
    keys: [claimKey, key],
    decide(states, { now }) {
      const member = states.of(key)
      const absent = refusalOfAbsent(member)
      if (absent) return absent
      const messages = [
        ...deactivation(memberId, member, now),
        memberForgotten.of(key, { memberId }),
        emailReleased.of(claimKey, { emailIndex, memberId }),
      ]
      return accept(messages, { status: 204 })
    },
  }
}
