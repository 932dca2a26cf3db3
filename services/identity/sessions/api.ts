/** Logging in and out, tokens: open to anyone, limited by address where a password is tried. */

import { Type } from 'typebox'
import { ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { anyToken } from '../../../platform/http/routes/texts.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { memberKey, openSession } from '../members/feature.ts'
import { sessionDeps } from './deps.ts'
import { logInFor } from './log-in-check.ts'
import { refreshFor } from './refresh.ts'
import { AnyPassword, DeviceToken, Email, LoggedIn, TokenPair } from './schemas.ts'
import { logOutCommand } from './session.ts'

const TEXT_CHARS_MAX = 4_096
const JWKS_AGE_S = 300

export const sessionRoutes = (context: ServiceContext): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/users/login',
    name: 'logIn',
    summary: 'Get a token pair for an e-mail address and its password; wrong ones have to wait, longer each time',
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
    who: 'anyone',
    body: Type.Object({ refreshToken: anyToken(TEXT_CHARS_MAX) }),
    replies: { 200: TokenPair },
    refusals: ['invalid_refresh_token'],
    write: ({ body }) => refreshFor(context, body.refreshToken),
  }),
  write({
    method: 'POST',
    path: '/api/users/logout',
    name: 'logOut',
    summary: 'End this log-in: its tokens no longer count',
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
    who: 'anyone',
    body: Type.Object({ token: anyToken(TEXT_CHARS_MAX) }),
    replies: {
      200: Type.Object({
        valid: Type.Boolean(),
        userId: Type.Optional(Type.String()),
        roles: Type.Optional(Type.Array(Type.String())),
        expiresAt: Type.Optional(Type.String()),
      }),
    },
    read: async ({ body }) => ok(await validated(context, body.token)),
  }),
  read({
    method: 'GET',
    path: '/.well-known/jwks.json',
    name: 'getKeys',
    summary: 'The public keys that access tokens are signed with',
    who: 'anyone',
    replies: { 200: Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.String())) }) },
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
