/** Remittance: money sent to a member or a bank account, funded from the sender's bank where the wallet is short. */
import { memberForgotten } from '../../contracts/identity.ts'
import { topUpRequested } from '../../contracts/money.ts'
import { remittanceContract } from '../../contracts/remittance.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { forgetsSubjects } from '../../platform/service/forgets-subjects.ts'
import { on, reaction } from '../../platform/service/handlers.ts'
import { remittanceRoutes } from './api.ts'
import { checks } from './checks.ts'
import { markFailed, markSucceeded, markToppingUp, markTransferring } from './commands.ts'
import { remittanceObligations } from './obligations.ts'
import { isActive } from './recipient.ts'
import { refusals } from './refusals.ts'
import { sending } from './remittance.saga.ts'
import { recipientOf, remittance } from './remittance.ts'
import { remittancesView } from './views.ts'
import { throttle } from './wrong-payees.ts'

export const remittances = defineService(remittanceContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [remittance, throttle.aggregate],
  views: [remittancesView],
  sagas: [sending],
  commands: {
    transferRemittance: async ({ remittanceId, from, to, toppedUp }, context) => {
      const recipient = recipientOf({ to })
      const [senderActive, recipientActive] = await Promise.all([
        isActive(context, from),
        recipient === null || isActive(context, recipient),
      ])
      return markTransferring({ remittanceId, toppedUp, senderActive, recipientActive })
    },
    completeRemittance: markSucceeded,
    failRemittance: markFailed,
  },
  reactions: [
    reaction(
      'hears-top-ups',
      on(topUpRequested, ({ data: { reference } }) =>
        reference?.startsWith('rem_') ? [markToppingUp(reference)] : [],
      ),
    ),
    forgetsSubjects(memberForgotten, ({ memberId }) => memberId),
  ],
  routes: remittanceRoutes,
  rpcs: ({ read }) => ({ mayLeave: ({ memberId }) => remittanceObligations(read, memberId) }),
  refusals,
  checks,
})
