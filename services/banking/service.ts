/** Banking: members' linked accounts, and transfers between the corporate account at the partner bank and any other. */
import { bankingContract } from '../../contracts/banking.ts'
import { memberActivated, memberDeactivated, memberForgotten } from '../../contracts/identity.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { on, reaction } from '../../platform/service/handlers.ts'
import { holding, linkedAccount, numberClaim } from './account.ts'
import { followMember } from './account-commands.ts'
import { accountRoutes } from './accounts-api.ts'
import { moveCall } from './calls.ts'
import { checks } from './checks.ts'
import { bankOf } from './http-bank.ts'
import { throttle } from './inquiries.ts'
import { accountOf } from './link.ts'
import { bankObligations } from './obligations.ts'
import { reconciliationRoutes } from './reconciliation-api.ts'
import { bankDifference, nightly, reconcileNightly } from './reconciliation-tasks.ts'
import { refusals } from './refusals.ts'
import { transferSaga } from './saga.ts'
import { sealNamed } from './sealing.ts'
import { bankTransfer } from './transfer.ts'
import { markCompleted, markFailed, markUnknown, requestTransferCommand } from './transfer-commands.ts'
import { transferRoutes } from './transfers-api.ts'
import { accountsOfTransfers, transfersView } from './views.ts'

export const banking = defineService(bankingContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [linkedAccount, holding, numberClaim, bankTransfer, nightly.aggregate, throttle.aggregate],
  views: [transfersView],
  sagas: [transferSaga],
  tasks: [bankDifference],
  start: nightly.start,
  calls: context => ({ move: moveCall(bankOf(context), context.vault) }),
  commands: {
    requestTransfer: input => requestTransferCommand(input),
    completeTransfer: markCompleted,
    failTransfer: markFailed,
    markTransferUnknown: markUnknown,
    reconciliationDue: nightly.runDay,
    reconcileBank: reconcileNightly,
  },
  reactions: [
    reaction(
      'accounts-follow-members',
      on(memberDeactivated, ({ data }) => [followMember(data.memberId, 'deactivated', null)]),
      on(memberActivated, ({ data }) => [followMember(data.memberId, 'active', null)]),
      on(memberForgotten, async ({ data }, context) => {
        const account = await accountOf(context, data.memberId)
        await context.vault.forget(data.memberId)
        return [followMember(data.memberId, 'forgotten', account)]
      }),
    ),
  ],
  routes: context => {
    const bank = bankOf(context)
    return [...accountRoutes(context, bank), ...transferRoutes(context), ...reconciliationRoutes(context, bank)]
  },
  rpcs: context => ({
    sealAccount: named => sealNamed(context.vault, named),
    mayLeave: ({ memberId }) => bankObligations(context.read, memberId),
    transferAccounts: ({ ids }) => accountsOfTransfers(context.read, ids),
    linkedAccount: async ({ memberId }) => {
      const account = await accountOf(context, memberId)
      return account && { accountId: account.accountId, bankCode: account.bankCode, last4: account.last4 }
    },
  }),
  refusals,
  checks,
})
