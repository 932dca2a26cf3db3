/** What the HTTP API of identity takes and shows. */
import { Type } from 'typebox'
import { Language, Notifications, Role } from '../../contracts/identity.ts'
import { Address } from './profile.ts'

export const PASSWORD_CHARS_MIN = 8
export const PASSWORD_CHARS_MAX = 200

/** Normalised and checked further by `normalizeEmail`. */
export const Email = Type.String({ minLength: 3, maxLength: 300 })
export const Name = Type.String({ minLength: 1, maxLength: 100 })
export const Region = Type.String({ minLength: 1, maxLength: 50 })
export const NewPassword = Type.String({ minLength: PASSWORD_CHARS_MIN, maxLength: PASSWORD_CHARS_MAX })
export const AnyPassword = Type.String({ minLength: 1, maxLength: PASSWORD_CHARS_MAX })
export const Phone = Type.String({ pattern: '^\\+?[0-9][0-9 -]{6,18}[0-9]$' })
export const MemberId = Type.String({ pattern: '^mem_[0-9a-f-]{36}$' })

const orNull = <S extends Parameters<typeof Type.Optional>[0]>(schema: S) => Type.Union([schema, Type.Null()])

export const User = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  roles: Type.Array(Role),
  region: orNull(Type.String()),
  language: Language,
})

export const TokenPair = Type.Object({
  token: Type.String(),
  refreshToken: Type.String(),
  expiresIn: Type.Integer({ description: 'Seconds until `token` expires.' }),
})

export const LoggedIn = Type.Object({ user: User, ...TokenPair.properties })

export const Me = Type.Object({
  ...User.properties,
  phone: orNull(Type.String()),
  address: orNull(Address),
  notifications: Notifications,
  registeredAt: Type.String(),
})

export const ProfilePatch = Type.Object({
  name: Type.Optional(Name),
  region: Type.Optional(orNull(Region)),
  phone: Type.Optional(orNull(Phone)),
  address: Type.Optional(orNull(Address)),
  language: Type.Optional(Language),
  notifications: Type.Optional(Type.Partial(Notifications)),
})

/** A member as operators see them: personal data masked, null once forgotten. */
export const MaskedMember = Type.Object({
  id: Type.String(),
  email: orNull(Type.String()),
  name: orNull(Type.String()),
  roles: Type.Array(Role),
  region: orNull(Type.String()),
  status: Type.Enum(['active', 'deactivated', 'forgotten']),
  registeredAt: Type.String(),
})

/** A recorded no, in the form of RFC 9457. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
})
