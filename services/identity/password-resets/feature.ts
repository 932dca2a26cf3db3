/** Forgotten passwords: a link by mail, and a new password with it. */
import { identityContract, passwordResetAsked } from '../../../contracts/identity.ts'
import { mailCall } from '../../../platform/mail/mail-call.ts'
import { mailTransportOf } from '../../../platform/mail/mail-of.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { reactionTo } from '../../../platform/service/handlers.ts'
import { emailKey } from '../members/feature.ts'
import { passwordResetRoutes } from './api.ts'
import { beginResetCommand } from './commands.ts'
import { resetMail } from './letter.ts'
import { resetMailSaga } from './saga.ts'
import type { Reset } from './token.ts'

export const passwordResetsFeature = defineFeature(identityContract, {
  sagas: [resetMailSaga],
  reactions: [
    reactionTo('password-resets-begin', passwordResetAsked, async ({ data }, { writer, vault, ports }) => {
      const claim = await writer.head(emailKey(data.emailIndex))
      const memberId = claim?.state.memberId
      return memberId ? [beginResetCommand(vault, { memberId, resetId: ports.ids.next('rst') })] : []
    }),
  ],
  calls: context => ({
    'password-reset-mail': mailCall<Reset>(
      mailTransportOf(context.settings, context.ports.clock),
      reset => resetMail(context, reset),
      context.log,
    ),
  }),
  routes: passwordResetRoutes,
})
