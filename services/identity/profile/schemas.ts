/** The profile of a member, as they see and change it. */
import { Type } from 'typebox'
import { Language, Notifications } from '../../../contracts/identity.ts'
import { Nullable } from '../../../platform/http/routes/schemas.ts'
import { Address, Name, Region, User } from '../members/feature.ts'

export const Phone = Type.String({ pattern: '^\\+?[0-9][0-9 -]{6,18}[0-9]$' })

export const Me = Type.Object({
  ...User.properties,
  phone: Nullable(Type.String()),
  address: Nullable(Address),
  notifications: Notifications,
  registeredAt: Type.String(),
})

export const ProfilePatch = Type.Object({
  name: Type.Optional(Name),
  region: Type.Optional(Nullable(Region)),
  phone: Type.Optional(Nullable(Phone)),
  address: Type.Optional(Nullable(Address)),
  language: Type.Optional(Language),
  notifications: Type.Optional(Type.Partial(Notifications)),
})
