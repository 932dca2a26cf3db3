/** Registration: how somebody becomes a member, by themselves (limited by address) or on the command line. */
import { Type } from 'typebox'
import { identityContract } from '../../../contracts/identity.ts'
import { write } from '../../../platform/http/routes/route.ts'
import { Phone } from '../../../platform/http/routes/texts.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { Name, Region } from '../members/feature.ts'
import { Email, LoggedIn, NewPassword } from '../sessions/feature.ts'
import { registration } from './registration.ts'

export { createMember, createOperator, type NewMember, registration, registrationWithHash } from './registration.ts'

/** What somebody gives to become a member. */
export const NewMemberBody = Type.Object({
  email: Email,
  password: NewPassword,
  name: Name,
  region: Type.Optional(Region),
  phone: Type.Optional(Phone),
})

export const registrationFeature = defineFeature(identityContract, {
  routes: context => [
    write({
      method: 'POST',
      path: '/api/users/register',
      name: 'register',
      summary: 'Become a member, and be logged in',
      description:
        'Makes the caller a member with the role `customer`, with an empty wallet and cart, and logs them in. An e-mail address belongs to one member at a time: one that is taken is refused with `email_taken`. Tries are limited for each network address.',
      who: 'anyone',
      limit: 'credentials',
      body: NewMemberBody,
      replies: { 201: LoggedIn },
      location: '/api/users/{user.id}',
      refusals: ['email_taken'],
      write: ({ body, language, headers }) =>
        registration(context, { ...body, language, userAgent: headers['user-agent'] }, true),
    }),
  ],
})
