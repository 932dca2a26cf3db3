/** Members in the HTTP API: what several features take and show of them, and what operators see. */

import { Type } from 'typebox'
import { idOf, MaskedName, Region as RegionName, sampleId } from '../../../contracts/api-fields.ts'
import { Language, Role } from '../../../contracts/identity.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { name } from '../../../platform/http/routes/texts.ts'
import { namedEnum } from '../../../platform/kit/named-enum.ts'

export const Name = name(100, { examples: ['김민지'] })
export const Region = name(50, { examples: ['seoul'] })
export const MemberId = Type.String({ pattern: '^mem_[0-9a-f-]{36}$', examples: [sampleId('member')] })

const EmailOfMember = Type.String({ examples: ['minji@example.com'] })

export const User = Type.Object(
  {
    id: idOf('member'),
    email: EmailOfMember,
    name: Type.String({ examples: ['김민지'] }),
    roles: Type.Array(Role),
    region: Nullable(RegionName),
    language: Language,
  },
  { $id: 'User' },
)

const MEMBER_STATUS = {
  active: { ko: '이용 중', en: 'Can do everything that their roles allow.' },
  deactivated: { ko: '이용 중지', en: 'Can do nothing until an operator lets them back in.' },
  forgotten: { ko: '탈퇴', en: 'Has left for good.' },
} as const
export const MemberStatus = namedEnum('MemberStatus', MEMBER_STATUS, {
  description: 'Whether a member can use their account.',
})

/** A member as operators see them: personal data masked, null once forgotten. */
export const MaskedMember = Type.Object(
  {
    id: idOf('member'),
    email: Nullable(Type.String({ examples: ['mi***@example.com'] })),
    name: Nullable(MaskedName),
    roles: Type.Array(Role),
    region: Nullable(RegionName),
    status: MemberStatus,
    registeredAt: Timestamp,
  },
  { $id: 'Member' },
)
