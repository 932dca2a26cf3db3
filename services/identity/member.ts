/** A member: what is remembered of them, and how their events change it. All personal fields are sealed. */
import {
  type Language,
  type LogInFailed,
  logInFailed,
  type MemberRegistered,
  memberActivated,
  memberDeactivated,
  memberForgotten,
  memberRegistered,
  type Notifications,
  type PasswordChanged,
  type ProfileChanged,
  passwordChanged,
  profileChanged,
  type Role,
  type RolesChanged,
  rolesChanged,
  sessionStarted,
} from '../../contracts/identity.ts'
import type { Aggregate } from '../../platform/kit/aggregate.ts'
import { evolveSessions, type Sessions } from './session.ts'

export interface SealedFields {
  readonly email: string
  readonly name: string
  readonly phone: string | null
  readonly address: string | null
  readonly passwordHash: string
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
  /** Wrong passwords in a row. */
  readonly failures: number
  readonly lockedUntil: string | null
  readonly sessions: Sessions
  readonly registeredAt: string
}

const nobody: Member = {
  status: 'unknown',
  roles: [],
  region: null,
  language: 'ko',
  notifications: { orders: true, money: true, settlements: true, marketing: false },
  emailIndex: '',
  sealed: null,
  failures: 0,
  lockedUntil: null,
  sessions: {},
  registeredAt: '',
}

interface Event {
  readonly type: string
  readonly data: unknown
  readonly at: Date
}

function register(member: Member, { data, at }: Event): Member {
  const { roles, region, language, emailIndex, sealed } = data as MemberRegistered
  const fields = { ...sealed, phone: null, address: null }
  return {
    ...member,
    status: 'active',
    roles,
    region,
    language,
    emailIndex,
    sealed: fields,
    registeredAt: at.toISOString(),
  }
}

function changeProfile(member: Member, { memberId: _, sealed, ...changed }: ProfileChanged): Member {
  return { ...member, ...changed, sealed: member.sealed && { ...member.sealed, ...sealed } }
}

function setPassword(member: Member, { sealedPasswordHash }: PasswordChanged): Member {
  return { ...member, sealed: member.sealed && { ...member.sealed, passwordHash: sealedPasswordHash }, failures: 0 }
}

function evolve(member: Member, event: Event): Member {
  switch (event.type) {
    case memberRegistered.type:
      return register(member, event)
    case profileChanged.type:
      return changeProfile(member, event.data as ProfileChanged)
    case rolesChanged.type:
      return { ...member, roles: (event.data as RolesChanged).roles }
    case passwordChanged.type:
      return setPassword(member, event.data as PasswordChanged)
    case logInFailed.type: {
      const { failures, lockedUntil } = event.data as LogInFailed
      return { ...member, failures, lockedUntil }
    }
    case memberDeactivated.type:
      return { ...member, status: 'deactivated' }
    case memberActivated.type:
      return { ...member, status: 'active' }
    case memberForgotten.type:
      return { ...nobody, status: 'forgotten', registeredAt: member.registeredAt }
    case sessionStarted.type:
      return { ...member, failures: 0, lockedUntil: null, sessions: evolveSessions(member.sessions, event) }
    default:
      return { ...member, sessions: evolveSessions(member.sessions, event) }
  }
}

export const member: Aggregate<Member> = { name: 'member', shape: 1, initial: () => nobody, evolve }
