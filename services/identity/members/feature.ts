/** Members: their state and list, what operators change of them, and what other services ask about them. */
import { identityContract, memberForgotten } from '../../../contracts/identity.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { on, reaction } from '../../../platform/service/handlers.ts'
import { memberRoutes } from './api.ts'
import { emailClaim } from './email.ts'
import { member } from './member.ts'
import { infoByEmail, infoOf, namesOf } from './rpc.ts'
import { membersView } from './view.ts'

export { ACCESS_TOKEN_MS, onMember, revoke, revokeAll, withCustomer } from './commands.ts'
export { emailKey, normalizeEmail } from './email.ts'
export { type Member, member, memberKey } from './member.ts'
export { Address, invalid, openProfile, type Profile, plainTexts, presentUser } from './personal-data.ts'
export { Name, Region, User } from './schemas.ts'
export { isOpen, openSession, type Session, type Sessions, usedAt } from './session.ts'

export const membersFeature = defineFeature(identityContract, {
  aggregates: [member, emailClaim],
  views: [membersView],
  reactions: [
    reaction(
      'destroys-keys',
      on(memberForgotten, async ({ data }, context) => {
        await context.vault.forget(data.memberId)
        return []
      }),
    ),
  ],
  routes: memberRoutes,
  rpcs: context => ({
    maskedNames: ({ ids }) => namesOf(context, ids),
    memberInfo: ({ memberId }) => infoOf(context, memberId),
    memberByEmail: ({ email }) => infoByEmail(context, email),
  }),
})
