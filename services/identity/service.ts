/** Identity: members, their log-ins and tokens, and their personal data. */
import { identityContract, memberForgotten } from '../../contracts/identity.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { on, reaction } from '../../platform/service/handlers.ts'
import { emailClaim } from './email.ts'
import { member } from './member.ts'
import { memberRoutes } from './members-api.ts'
import { partsOf } from './parts.ts'
import { profileRoutes } from './profile-api.ts'
import { refusals } from './refusals.ts'
import { rpcHandlers } from './rpc.ts'
import { sessionRoutes } from './session-api.ts'
import { membersView, refreshTokensView, revokedSessionsView } from './views.ts'

export const identity = defineService(identityContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [member, emailClaim],
  views: [membersView, refreshTokensView, revokedSessionsView],
  reactions: [
    reaction(
      'destroys-keys',
      on(memberForgotten, async ({ data }, context) => {
        await context.vault.forget(data.memberId)
        return []
      }),
    ),
  ],
  routes: context => [...sessionRoutes(context), ...profileRoutes(context), ...memberRoutes(context)],
  rpcs: rpcHandlers,
  refusals,
  async start(context) {
    const { issuer, passwords } = partsOf(context)
    await Promise.all([issuer(), passwords.verifyNobodys('')])
  },
})
