/** Credentials and tokens in the HTTP API. */

import { Type } from 'typebox'
import { anyToken, EmailAddress, password } from '../../../platform/http/routes/texts.ts'
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

/** Samples. */
export const ACCESS_TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJtZW1fMDFhMWY4NTEifQ.cGxhY2Vob2xkZXI'
export const REFRESH_TOKEN = 'q7cZ3m0vT1kq1d4nX8s5Yw2bR6uE9aHjL0pVfGtKiNo'
const DEVICE_TOKEN = 'b2r1P0xN5zYQ6mWc'

export const TokenPair = Type.Object(
  {
    token: Type.String({ description: 'The access token, for `Authorization: Bearer`.', examples: [ACCESS_TOKEN] }),
    refreshToken: Type.String({ description: 'For the next pair.', examples: [REFRESH_TOKEN] }),
    expiresIn: Type.Integer({ description: 'Seconds until `token` expires.', examples: [600] }),
  },
  { $id: 'TokenPair' },
)

export const LoggedIn = Type.Object(
  {
    user: User,
    ...TokenPair.properties,
    deviceToken: Type.String({
      description:
        'For this device to keep and to send at its next log-in: then nobody else’s wrong passwords make it wait.',
      examples: [DEVICE_TOKEN],
    }),
  },
  { $id: 'LogIn' },
)

const DEVICE_TOKEN_CHARS_MAX = 200
/** What a log-in on this device has answered. */
export const DeviceToken = anyToken(DEVICE_TOKEN_CHARS_MAX, { examples: [DEVICE_TOKEN] })
