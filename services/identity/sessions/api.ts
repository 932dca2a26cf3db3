/** Logging in and out, tokens: open to anyone, limited by address where a password is tried. */

import { Type } from 'typebox'
import { idOf } from '../../../contracts/api-fields.ts'
import { Role } from '../../../contracts/identity.ts'
import { ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { Timestamp } from '../../../platform/http/routes/schemas.ts'
import { anyToken } from '../../../platform/http/routes/texts.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { memberKey, openSession } from '../members/feature.ts'
import { sessionDeps } from './deps.ts'
import { logInFor } from './log-in-check.ts'
import { refreshFor } from './refresh.ts'
import { ACCESS_TOKEN, AnyPassword, DeviceToken, Email, LoggedIn, REFRESH_TOKEN, TokenPair } from './schemas.ts'
import { logOutCommand } from './session.ts'

const TEXT_CHARS_MAX = 4_096
const JWKS_AGE_S = 300
/** A sample of a key (RFC 8037 §A.2). */
const KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', kid: 'key_1', alg: 'EdDSA' }

export const sessionRoutes = (context: ServiceContext): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/users/login',
    name: 'logIn',
    summary: 'Get a token pair for an e-mail address and its password; wrong ones have to wait, longer each time',
    description:
      'Answers with an access token of ten minutes and a refresh token for the next pair. Wrong passwords make the e-mail address and the network wait, longer each time: `too_many_tries`, with the seconds in `Retry-After`. A device that sends the `deviceToken` of its last log-in does not wait for the mistakes of others.',
    who: 'anyone',
    limit: 'credentials',
    body: Type.Object({ email: Email, password: AnyPassword, deviceToken: Type.Optional(DeviceToken) }),
    replies: { 200: LoggedIn },
    refusals: ['bad_credentials', 'too_many_tries', 'inactive'],
    write: ({ body, ip, headers }) => logInFor(context, { ...body, ip, userAgent: headers['user-agent'] }),
  }),
  ...refreshRoutes(context),
  ...verifyingRoutes(context),
]

const refreshRoutes = (context: ServiceContext): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/users/refresh',
    name: 'refreshTokens',
    summary:
      'Exchange a refresh token for a new pair; again within 30 seconds for the same one, while nobody has used that',
    description:
      'Gives a new access and refresh token for the refresh token of the last pair, which does not count any more. A second call within 30 seconds gives the same pair, for two tabs that refresh at once. An old token that comes later ends the log-in: `invalid_refresh_token` means to log in again.',
    who: 'anyone',
    body: Type.Object({ refreshToken: anyToken(TEXT_CHARS_MAX, { examples: [REFRESH_TOKEN] }) }),
    replies: { 200: TokenPair },
    refusals: ['invalid_refresh_token'],
    write: ({ body }) => refreshFor(context, body.refreshToken),
  }),
  write({
    method: 'POST',
    path: '/api/users/logout',
    name: 'logOut',
    summary: 'End this log-in: its tokens no longer count',
    description:
      'Ends the log-in that the access token belongs to, at once and on this device only. Its access and refresh tokens are refused from then on.',
    who: 'member',
    replies: { 204: null },
    pure: true,
    write: ({ actor }) => logOutCommand(actor.id, actor.session),
  }),
]

const verifyingRoutes = (context: ServiceContext): readonly Route[] => [
  read({
    method: 'POST',
    path: '/api/users/validate',
    name: 'validateToken',
    summary: 'Say whether an access token counts, and whose it is',
    description:
      'For services that are handed a token by somebody: whether it is ours, not expired, and of a log-in that has not ended. A token that does not count is answered with `valid: false`, and not refused.',
    who: 'anyone',
    body: Type.Object({ token: anyToken(TEXT_CHARS_MAX, { examples: [ACCESS_TOKEN] }) }),
    replies: {
      200: Type.Object({
        valid: Type.Boolean({ examples: [true] }),
        userId: Type.Optional(idOf('member')),
        roles: Type.Optional(Type.Array(Role)),
        expiresAt: Type.Optional(Timestamp),
      }),
    },
    read: async ({ body }) => ok(await validated(context, body.token)),
  }),
  read({
    method: 'GET',
    path: '/.well-known/jwks.json',
    name: 'getKeys',
    summary: 'The public keys that access tokens are signed with',
    description:
      'A JSON Web Key Set (RFC 7517) for those who verify access tokens themselves. It may be kept for five minutes. A token of a log-in that has ended still verifies until it expires; `validateToken` knows better.',
    who: 'anyone',
    replies: { 200: Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.String(), { examples: [KEY] })) }) },
    async read() {
      const { jwks } = await sessionDeps(context).issuer()
      return { status: 200, body: jwks, headers: { 'cache-control': `public, max-age=${JWKS_AGE_S}` } }
    },
  }),
]

/** A token counts when it is ours, not too old, and its log-in has not ended. */
async function validated(context: ServiceContext, token: string) {
  const verified = await sessionDeps(context).verifier.verify(token)
  if (!verified.valid) return { valid: false }
  const { actor, expires_ms } = verified
  const head = await context.writer.head(memberKey(actor.id))
  const now = context.ports.clock.now()
  const open = head?.state.status === 'active' && openSession(head.state.sessions, actor.session, now)
  if (!open) return { valid: false }
  return { valid: true, userId: actor.id, roles: actor.roles, expiresAt: new Date(expires_ms).toISOString() }
}
