/** A member: what is remembered of them, and how their events change it. All personal fields are sealed. */
import {
  type Language,
  type MemberRegistered,
  memberActivated,
  memberDeactivated,
  memberForgotten,
  memberRegistered,
  NOTIFICATIONS_DEFAULT,
  type Notifications,
  type PasswordChanged,
  type ProfileChanged,
  passwordChanged,
  passwordResetStarted,
  profileChanged,
  type Role,
  rolesChanged,
  sessionRefreshed,
  sessionStarted,
  sessionsRevoked,
} from '../../../contracts/identity.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { evolveSessions, type Sessions, sessionEvents } from './session.ts'

export interface SealedFields extends Readonly<MemberRegistered['sealed']> {
  readonly phone: string | null
  readonly address: string | null
}

export type MemberStatus = 'unknown' | 'active' | 'deactivated' | 'forgotten'

export interface Member {
  readonly status: MemberStatus
  readonly roles: readonly Role[]
  readonly region: string | null
  readonly language: Language
  readonly notifications: Notifications
  readonly emailIndex: string
  /** Null once the member is forgotten, and before they registered. */
  readonly sealed: SealedFields | null
  readonly sessions: Sessions
  /** Also the time of registration, as long as it was never changed. */
  readonly passwordChangedAt: string
  /** The link that was sent last to set a new password, until one is set. */
  readonly reset: { readonly tokenHash: string; readonly expiresAt: string } | null
  /** Deactivated by themselves, while it is looked whether anything is in the way. */
  readonly leaving: boolean
  readonly registeredAt: string
}

const nobody: Member = {
  status: 'unknown',
  roles: [],
  region: null,
  language: 'ko',
  notifications: NOTIFICATIONS_DEFAULT,
  emailIndex: '',
  sealed: null,
  sessions: {},
  passwordChangedAt: '',
  reset: null,
  leaving: false,
  registeredAt: '',
}

function register(member: Member, { memberId: _, sealed, ...facts }: MemberRegistered, at: Date): Member {
  const fields = { ...sealed, phone: null, address: null }
  const registeredAt = at.toISOString()
  return { ...member, ...facts, status: 'active', sealed: fields, registeredAt, passwordChangedAt: registeredAt }
}

function changeProfile(member: Member, { memberId: _, sealed, notifications, ...changed }: ProfileChanged): Member {
  return {
    ...member,
    ...changed,
    ...(notifications && { notifications: { ...NOTIFICATIONS_DEFAULT, ...notifications } }),
    sealed: member.sealed && { ...member.sealed, ...sealed },
  }
}

function setPassword(member: Member, { sealedPasswordHash }: PasswordChanged, at: Date): Member {
  const sealed = member.sealed && { ...member.sealed, passwordHash: sealedPasswordHash }
  return { ...member, sealed, passwordChangedAt: at.toISOString(), reset: null }
}

export const member = defineAggregate({
  name: 'member',
  shape: 4,
  initial: () => nobody,
  events: [
    memberRegistered,
    profileChanged,
    rolesChanged,
    passwordChanged,
    passwordResetStarted,
    memberDeactivated,
    memberActivated,
    memberForgotten,
    ...sessionEvents,
  ],
  evolve(state: Member, event): Member {
    switch (event.type) {
      case memberRegistered.type:
        return register(state, event.data, event.at)
      case profileChanged.type:
        return changeProfile(state, event.data)
      case rolesChanged.type:
        return { ...state, roles: event.data.roles }
      case passwordChanged.type:
        return setPassword(state, event.data, event.at)
      case passwordResetStarted.type: {
        const { tokenHash, expiresAt } = event.data
        return { ...state, reset: { tokenHash, expiresAt } }
      }
      case memberDeactivated.type:
        return { ...state, status: 'deactivated', leaving: event.data.leaving === true }
      case memberActivated.type:
        return { ...state, status: 'active', leaving: false }
      case memberForgotten.type:
        return { ...nobody, status: 'forgotten', registeredAt: state.registeredAt }
      case sessionStarted.type:
      case sessionRefreshed.type:
      case sessionsRevoked.type:
        return { ...state, sessions: evolveSessions(state.sessions, event) }
    }
  },
})

export const memberKey = member.key
