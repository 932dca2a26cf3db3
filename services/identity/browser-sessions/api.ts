/** Log-in, renewal and log-out for pages of this origin. The commands are those of the API; only what is sent differs. */
import { type Static, Type } from 'typebox'
import { type Response, type Route, write } from '../../../platform/http/routes/route.ts'
import { annotated } from '../../../platform/http/routes/schemas.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { User } from '../members/feature.ts'
import { NewMemberBody, registration } from '../registration/feature.ts'
import {
  AnyPassword,
  Email,
  LoggedIn,
  logInFor,
  logOutFor,
  REFRESH_TOKEN_MS,
  refreshWithUserFor,
} from '../sessions/feature.ts'
import { areSecure, cookie, cookieIn, DEVICE_COOKIE, DEVICE_COOKIE_AGE_S, SESSION_COOKIE } from './cookies.ts'

const REFRESH_TOKEN_S = REFRESH_TOKEN_MS / 1_000

const BrowserSession = Type.Object(
  {
    user: User,
    accessToken: annotated(LoggedIn.properties.token, { description: 'Keep it in memory only.' }),
    expiresIn: Type.Integer({ description: 'Seconds until `accessToken` expires.', examples: [600] }),
  },
  { $id: 'BrowserSession' },
)

type Stored = Omit<Static<typeof LoggedIn>, 'deviceToken'> & Partial<Static<typeof LoggedIn>>

/** For pages of this origin; open to anyone, since the cookie or the password is what counts. */
const forPages = { who: 'anyone', ownPage: true } as const

export function browserSessionRoutes(context: ServiceContext): readonly Route[] {
  const secure = areSecure(context.settings)
  const respond = ({ user, token, expiresIn, refreshToken, deviceToken }: Stored): Response => ({
    body: { user, accessToken: token, expiresIn },
    headers: [
      cookie(SESSION_COOKIE, refreshToken, REFRESH_TOKEN_S, secure),
      ...(deviceToken === undefined ? [] : [cookie(DEVICE_COOKIE, deviceToken, DEVICE_COOKIE_AGE_S, secure)]),
    ],
  })
  return [...beginningRoutes(context, respond), ...continuingRoutes(context, respond, secure)]
}

type Respond = (reply: Stored) => Response

const beginningRoutes = (context: ServiceContext, respond: Respond): readonly Route[] => [
  write({
    ...forPages,
    method: 'POST',
    path: '/session',
    name: 'startBrowserSession',
    summary: 'Log in this browser; the refresh token comes as a cookie that scripts cannot read',
    description:
      'For the web app; programs use `POST /api/users/login`. Sets the cookie `madang_session`, which goes to `/session` only, and a second one that names the device, so that wrong passwords of strangers do not make its owner wait.',
    limit: 'credentials',
    body: Type.Object({ email: Email, password: AnyPassword }),
    replies: { 200: BrowserSession },
    refusals: ['bad_credentials', 'too_many_tries', 'inactive'],
    write({ body, headers, ip }) {
      const deviceToken = cookieIn(headers.cookie, DEVICE_COOKIE)
      const userAgent = headers['user-agent']
      return logInFor(context, { ...body, ip, userAgent, ...(deviceToken !== null && { deviceToken }) })
    },
    respond,
  }),
  write({
    ...forPages,
    method: 'POST',
    path: '/session/register',
    name: 'registerInBrowser',
    summary: 'Become a member, and be logged in in this browser',
    description: 'For the web app; programs use `POST /api/users/register`. Sets the same cookies as a log-in.',
    limit: 'credentials',
    body: NewMemberBody,
    replies: { 201: BrowserSession },
    location: '/api/users/{user.id}',
    refusals: ['email_taken'],
    write: ({ body, language, headers }) =>
      registration(context, { ...body, language, userAgent: headers['user-agent'] }, true),
    respond,
  }),
]

const continuingRoutes = (context: ServiceContext, respond: Respond, secure: boolean): readonly Route[] => [
  write({
    ...forPages,
    method: 'POST',
    path: '/session/refresh',
    name: 'refreshBrowserSession',
    summary: 'Renew the access token by the cookie; within 30 seconds again for a tab whose answer was lost',
    description:
      'Replaces the cookie by its successor and says who is logged in, with their roles as they are now. A cookie that comes back after its successor was used ends the log-in; a refusal leaves the cookie as it is.',
    replies: { 200: BrowserSession },
    refusals: ['invalid_refresh_token'],
    write({ headers }) {
      const presented = cookieIn(headers.cookie, SESSION_COOKIE)
      return presented === null ? refuse('invalid_refresh_token') : refreshWithUserFor(context, presented)
    },
    respond,
  }),
  write({
    ...forPages,
    method: 'DELETE',
    path: '/session',
    name: 'endBrowserSession',
    summary: 'Log out this browser: its cookie goes, its tokens no longer count',
    description: 'Also with a cookie that counts no more, or with none: then nothing is ended.',
    replies: { 204: null },
    write: ({ headers }) => logOutFor(context, cookieIn(headers.cookie, SESSION_COOKIE)),
    respond: () => ({ headers: [cookie(SESSION_COOKIE, '', 0, secure)] }),
  }),
]
