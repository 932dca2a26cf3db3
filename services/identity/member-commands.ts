/** Commands on a member: their registration, what they change themselves, what operators change, and their leaving. */
import {
  emailClaimed,
  emailReleased,
  type MemberRegistered,
  memberActivated,
  memberDeactivated,
  memberForgotten,
  memberRegistered,
  type ProfileChanged,
  passwordChanged,
  profileChanged,
  type Role,
  rolesChanged,
} from '../../contracts/identity.ts'
import type { Language } from '../../platform/http/routes/route.ts'
import { type Accepted, accept, type Command, type Context, type Decision } from '../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { Sealer } from '../../platform/vault/vault.ts'
import { emailKey } from './email.ts'
import { type CheckedPassword, checkPassword } from './log-in.ts'
import type { Member } from './member.ts'
import { recordAndRefuse } from './recorded-refusal.ts'
import { memberKey, revokeAll, startSession } from './session.ts'
import { type NewTokens, nextToken, tokenPair } from './session-commands.ts'

/** The rule on one member's state; commands differ in little else. */
function onMember(
  type: string,
  memberId: string,
  rule: (member: Member, context: Context) => Decision,
  sealed: Sealer | null = null,
): Command {
  const key = memberKey(memberId)
  return { type, keys: [key], decide: (states, context) => rule(states.of(key), context), sealed }
}

/** Refusals of what a member does who cannot do anything any more. */
const refusalOfAbsent = (member: Member): Refusal | null => (member.status === 'active' ? null : refuse('inactive'))

/** Refusals of what an operator does to a member who is not there. */
function refusalOfUnknown(member: Member): Refusal | null {
  if (member.status === 'unknown') return refuse('member_unknown')
  return member.status === 'forgotten' ? refuse('member_forgotten') : null
}

export interface Registration {
  readonly registered: MemberRegistered
  /** Logged in at once, if given. */
  readonly tokens: NewTokens | null
  /** The `user` of the answer. */
  readonly user: unknown
  readonly sealer: Sealer
}

/** Refusal: email_taken. */
export function registerCommand({ registered, tokens, user, sealer }: Registration): Command {
  const { memberId, emailIndex, roles } = registered
  const [claimKey, key] = [emailKey(emailIndex), memberKey(memberId)]
  return {
    type: 'identity.register',
    keys: [claimKey, key],
    sealed: sealer,
    decide(states, { now }) {
      if (states.of(claimKey).memberId !== null) return refuse('email_taken')
      if (states.version(key) > 0) throw new Error(`the id ${memberId} was given out twice`)
      const messages = [emailClaimed.of(claimKey, { emailIndex, memberId }), memberRegistered.of(key, registered)]
      if (!tokens) return accept(messages, { status: 201, reply: { user } })
      return accept([...messages, ...startSession(memberId, {}, nextToken(tokens), now)], {
        status: 201,
        reply: { user, ...tokenPair(tokens, memberId, roles, now) },
      })
    },
  }
}

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

const deactivation = (memberId: string, member: Member, now: Date): Accepted['messages'] => [
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
