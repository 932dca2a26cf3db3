/**
 * The events and RPCs of identity. Personal data is in no event in clear: what is called `sealed` is encrypted under the
 * member's own key and opens in identity only. A service that keeps personal data of its own under a member's id forgets
 * it (`vault.forget(memberId)`) at `member-forgotten`.
 */
import { type Static, Type } from 'typebox'
import { command, defineContract, event, rpc } from '../platform/kit/contract.ts'
import { namedEnum } from '../platform/kit/named-enum.ts'
import { Nullable, Timestamp } from '../platform/kit/schemas.ts'
import { lookUp } from './look-up.ts'

const ROLE = {
  customer: { ko: '고객', en: 'Buys and pays; every member is one.' },
  merchant: { ko: '점주', en: 'Sells products and owns franchises.' },
  employee: { ko: '직원', en: 'Works for the company.' },
  manager: { ko: '관리자', en: 'Leads employees.' },
  hr: { ko: '인사 담당자', en: 'Looks after the records of employees.' },
  supplier: { ko: '공급사', en: 'Supplies stores.' },
  inspector: { ko: '감사자', en: 'Reads everything and changes nothing.' },
  operator: { ko: '운영자', en: 'Runs the platform.' },
} as const
export const Role = namedEnum('Role', ROLE, { description: 'What a member may do.' })
export type Role = Static<typeof Role>

const LANGUAGE = { ko: { ko: '한국어', en: 'Korean.' }, en: { ko: '영어', en: 'English.' } } as const
export const Language = namedEnum('Language', LANGUAGE, { description: 'In which a member is written to.' })
export type Language = Static<typeof Language>

export const Notifications = Type.Object(
  {
    orders: Type.Boolean({ examples: [true] }),
    money: Type.Boolean({ examples: [true] }),
    settlements: Type.Boolean({ examples: [true] }),
    marketing: Type.Boolean({ examples: [false] }),
    approvals: Type.Boolean({ examples: [true] }),
    leave: Type.Boolean({ examples: [true] }),
    attendance: Type.Boolean({ examples: [true] }),
    quests: Type.Boolean({ examples: [true] }),
    recruiting: Type.Boolean({ examples: [true] }),
    announcements: Type.Boolean({ examples: [true] }),
  },
  { $id: 'Notifications', description: 'What a member wants to be notified of.' },
)
export type Notifications = Static<typeof Notifications>

/** As they are until a member says otherwise. */
export const NOTIFICATIONS_DEFAULT: Notifications = {
  orders: true,
  money: true,
  settlements: true,
  marketing: false,
  approvals: true,
  leave: true,
  attendance: true,
  quests: true,
  recruiting: true,
  announcements: true,
}

const MemberId = Type.String()
const SessionId = Type.String()
const Sealed = Type.String()
/** Keyed hash of a normalised e-mail address. */
const EmailIndex = Type.String()
/** SHA-256 of a token, base64url. */
const TokenHash = Type.String()

const Registered = Type.Object({
  memberId: MemberId,
  roles: Type.Array(Role),
  region: Nullable(Type.String()),
  language: Language,
  emailIndex: EmailIndex,
  sealed: Type.Object({ email: Sealed, name: Sealed, passwordHash: Sealed }),
})
export type MemberRegistered = Static<typeof Registered>
export const memberRegistered = event('identity.member-registered', Registered)

/** Only what changed is there; null takes a value away. */
const ProfileChange = Type.Object({
  memberId: MemberId,
  region: Type.Optional(Nullable(Type.String())),
  language: Type.Optional(Language),
  /** All choices there were when it was written; what is missing is as by default. */
  notifications: Type.Optional(Type.Partial(Notifications)),
  sealed: Type.Object({
    name: Type.Optional(Sealed),
    phone: Type.Optional(Nullable(Sealed)),
    address: Type.Optional(Nullable(Sealed)),
  }),
})
export type ProfileChanged = Static<typeof ProfileChange>
export const profileChanged = event('identity.profile-changed', ProfileChange)

const NewRoles = Type.Object({ memberId: MemberId, roles: Type.Array(Role) })
export const rolesChanged = event('identity.roles-changed', NewRoles)

const OfMember = Type.Object({ memberId: MemberId })
/** From now on the member can do nothing. `leaving`: they asked for it, and are forgotten if nothing is in the way. */
export const memberDeactivated = event(
  'identity.member-deactivated',
  Type.Object({ memberId: MemberId, leaving: Type.Optional(Type.Literal(true)) }),
)
/** Also of who wanted to leave and could not. */
export const memberActivated = event('identity.member-activated', OfMember)
/** The member is gone for good, always after a `member-deactivated`; their key is being destroyed. */
export const memberForgotten = event('identity.member-forgotten', OfMember)

const NewPassword = Type.Object({ memberId: MemberId, sealedPasswordHash: Sealed })
export type PasswordChanged = Static<typeof NewPassword>
export const passwordChanged = event('identity.password-changed', NewPassword)

/** Somebody asked for it, whoever they are and whether or not anybody has the address; who has it is looked up afterwards. */
export const passwordResetAsked = event('identity.password-reset-asked', Type.Object({ emailIndex: EmailIndex }))
const ResetStart = Type.Object({
  memberId: MemberId,
  resetId: Type.String(),
  tokenHash: TokenHash,
  expiresAt: Timestamp,
})
export type PasswordResetStarted = Static<typeof ResetStart>
/** The member is sent a link, which replaces an earlier one. */
export const passwordResetStarted = event('identity.password-reset-started', ResetStart)

const LogInFailure = Type.Object({
  memberId: MemberId,
  /** In a row: of strangers on the account, or on one device that its owner has used. */
  failures: Type.Integer({ minimum: 1 }),
  /** Until when they have to wait. */
  lockedUntil: Nullable(Timestamp),
})
export const logInFailed = event('identity.log-in-failed', LogInFailure)

/** What somebody logged in with, as far as it says so: names of a browser and a system, without versions. */
export const SessionClient = Type.Object({ browser: Nullable(Type.String()), system: Nullable(Type.String()) })
export type SessionClient = Static<typeof SessionClient>

const OfSession = { memberId: MemberId, sessionId: SessionId, refreshHash: TokenHash, expiresAt: Timestamp }
const SessionStart = Type.Object({
  ...OfSession,
  /** Log-ins that had run out before. */
  ended: Type.Array(SessionId),
  client: Type.Optional(SessionClient),
})
export const sessionStarted = event('identity.session-started', SessionStart)

const SessionRefresh = Type.Object(OfSession)
export type SessionRefreshed = Static<typeof SessionRefresh>
export const sessionRefreshed = event('identity.session-refreshed', SessionRefresh)

export const REVOCATION_REASONS = [
  'logged_out',
  'token_reused',
  'password_changed',
  'roles_reduced',
  'deactivated',
  'too_many',
] as const
const Revocation = Type.Object({
  memberId: MemberId,
  sessions: Type.Array(SessionId),
  /** When the last access token of these sessions has expired. */
  until: Timestamp,
  reason: Type.Enum([...REVOCATION_REASONS]),
})
export type SessionsRevoked = Static<typeof Revocation>
/** Access tokens of these sessions no longer count. */
export const sessionsRevoked = event('identity.sessions-revoked', Revocation)

const Claim = Type.Object({ emailIndex: EmailIndex, memberId: MemberId })
export const emailClaimed = event('identity.email-claimed', Claim)
export const emailReleased = event('identity.email-released', Claim)

/** From its own timer: the farewell that a crash has cut off is brought to its end. */
export const finishLeaving = command('identity.finish-leaving', OfMember)

/** Masked names by member id, such as `김*수`; ids that nobody has, or that were forgotten, are left out. */
export const maskedNames = lookUp('identity.masked-names', Type.String())

const MemberInfo = Type.Object({
  memberId: Type.String(),
  active: Type.Boolean(),
  roles: Type.Array(Role),
  region: Nullable(Type.String()),
  language: Language,
  notifications: Notifications,
})
export type MemberInfo = Static<typeof MemberInfo>
const MaybeMember = Nullable(MemberInfo)
/** Null when there never was such a member. */
export const memberInfo = rpc('identity.member', Type.Object({ memberId: Type.String() }), MaybeMember)
/** The member who holds an e-mail address, given in clear. */
export const memberByEmail = rpc('identity.member-by-email', Type.Object({ email: Type.String() }), MaybeMember)

/**
 * Sessions whose access tokens could still be about, for token verifiers: all of them, or those whose tokens end after an
 * instant, which are the ones revoked last.
 */
export const revokedSessions = rpc(
  'identity.revoked-sessions',
  Type.Object({ endAfter: Type.Optional(Timestamp) }),
  Type.Object({ sessions: Type.Array(Type.Object({ sessionId: Type.String(), until: Type.String() })) }),
)
export const jwks = rpc(
  'identity.jwks',
  Type.Object({}),
  Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) }),
)

/** Issuer and audience of access tokens, for whoever issues or verifies them: `TOKEN_ISSUER`, `TOKEN_AUDIENCE`. */
export const tokenNames = (settings: Readonly<Record<string, string | undefined>>) => ({
  issuer: settings.TOKEN_ISSUER ?? 'madang',
  audience: settings.TOKEN_AUDIENCE ?? 'madang-api',
})

export const identityContract = defineContract('identity', {
  summary: 'Members: who they are, how they log in, and what they may do.',
  events: {
    memberRegistered,
    profileChanged,
    rolesChanged,
    memberDeactivated,
    memberActivated,
    memberForgotten,
    passwordChanged,
    passwordResetAsked,
    passwordResetStarted,
    logInFailed,
    sessionStarted,
    sessionRefreshed,
    sessionsRevoked,
    emailClaimed,
    emailReleased,
  },
  commands: { finishLeaving },
  rpcs: { maskedNames, memberInfo, memberByEmail, revokedSessions, jwks },
})
