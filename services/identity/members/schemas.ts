/** Members in the HTTP API: what several features take and show of them, and what operators see. */

import { Type } from 'typebox'
import { Language, Role } from '../../../contracts/identity.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { name } from '../../../platform/http/routes/texts.ts'

export const Name = name(100)
export const Region = name(50)
export const MemberId = Type.String({ pattern: '^mem_[0-9a-f-]{36}$' })

export const User = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    name: Type.String(),
    roles: Type.Array(Role),
    region: Nullable(Type.String()),
    language: Language,
  },
  { $id: 'User' },
)

/** A member as operators see them: personal data masked, null once forgotten. */
export const MaskedMember = Type.Object(
  {
    id: Type.String(),
    email: Nullable(Type.String()),
    name: Nullable(Type.String()),
    roles: Type.Array(Role),
    region: Nullable(Type.String()),
    status: Type.Enum(['active', 'deactivated', 'forgotten']),
    registeredAt: Timestamp,
  },
  { $id: 'Member' },
)
