/** Credentials and tokens in the HTTP API. */

import { Type } from 'typebox'
import { EmailAddress, password } from '../../../platform/http/routes/texts.ts'
import { User } from '../members/feature.ts'

const PASSWORD_CHARS_MIN = 8
const PASSWORD_CHARS_MAX = 200

/** For a password that comes by no route. */
export function isPassword(password: string): boolean {
  const { length } = [...password]
  return length >= PASSWORD_CHARS_MIN && length <= PASSWORD_CHARS_MAX
}

/** Normalised and checked further by `normalizeEmail`. */
export const Email = EmailAddress
export const NewPassword = password(PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX)
export const AnyPassword = password(1, PASSWORD_CHARS_MAX)

export const TokenPair = Type.Object(
  {
    token: Type.String(),
    refreshToken: Type.String(),
    expiresIn: Type.Integer({ description: 'Seconds until `token` expires.' }),
  },
  { $id: 'TokenPair' },
)

export const LoggedIn = Type.Object({ user: User, ...TokenPair.properties }, { $id: 'LogIn' })

/** A recorded no, in the form of RFC 9457. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
})
