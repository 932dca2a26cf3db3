/** Remittance: money sent to a member or a bank account, funded from the sender's bank where the wallet is short. */
import { memberForgotten } from '../../contracts/identity.ts'
import { topUpRequested } from '../../contracts/money.ts'
import type { Recipient } from '../../contracts/remittance.ts'
import { defineService } from '../../platform/service/service.ts'
import { remittanceRoutes } from './api.ts'
import { checks } from './checks.ts'
import { markFailed, markSucceeded, markToppingUp, markTransferring } from './commands.ts'
import { isActive } from './recipient.ts'
import { refusals } from './refusals.ts'
import { STEP, sending } from './remittance.saga.ts'
import { recipientOf, remittance } from './remittance.ts'
import { remittancesView } from './views.ts'

interface TransferStep {
  readonly remittanceId: string
  readonly from: string
  readonly to: Recipient
  readonly toppedUp: number
}

export const remittances = defineService({
  name: 'remittance',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [remittance],
  views: [remittancesView],
  sagas: [sending],
  accepts: {
    [STEP.transfer]: async ({ remittanceId, from, to, toppedUp }: TransferStep, context) => {
      const recipient = recipientOf({ to })
      const [senderActive, recipientActive] = await Promise.all([
        isActive(context, from),
        recipient === null || isActive(context, recipient),
      ])
      return markTransferring({ remittanceId, toppedUp, senderActive, recipientActive })
    },
    [STEP.succeed]: markSucceeded,
    [STEP.fail]: markFailed,
  },
  reactions: [
    {
      name: 'hears-top-ups',
      from: 'money',
      on: {
        [topUpRequested.type]: ({ data: { reference } }) =>
          reference?.startsWith('rem_') ? [markToppingUp(reference)] : [],
      },
    },
    {
      name: 'forgets-members',
      from: 'identity',
      on: {
        [memberForgotten.type]: async ({ data }, context) => {
          await context.vault.forget(data.memberId)
          return []
        },
      },
    },
  ],
  routes: remittanceRoutes,
  refusals,
  checks,
})
