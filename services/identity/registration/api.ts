/** Registering over HTTP: open to anyone, limited by address. */
import { Type } from 'typebox'
import { type Route, write } from '../../../platform/http/routes/route.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { Name, Region } from '../members/feature.ts'
import { Email, LoggedIn, NewPassword } from '../sessions/feature.ts'
import { registration } from './registration.ts'

export const registrationRoutes = (context: ServiceContext): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/users/register',
    name: 'register',
    summary: 'Become a member, and be logged in',
    who: 'anyone',
    limit: 'credentials',
    body: Type.Object({ email: Email, password: NewPassword, name: Name, region: Type.Optional(Region) }),
    replies: { 201: LoggedIn },
    refusals: ['email_taken'],
    write: ({ body, language }) => registration(context, { ...body, language }, true),
  }),
]
