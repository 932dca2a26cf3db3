/** Banking: members' linked accounts, and transfers between the corporate account at the partner bank and any other. */
import {
  linkedAccount as linkedAccountOf,
  type NamedAccount,
  requestTransfer,
  sealAccount,
} from '../../contracts/banking.ts'
import { memberActivated, memberDeactivated, memberForgotten } from '../../contracts/identity.ts'
import { bareService, type ServiceContext } from '../../platform/service/service.ts'
import { type Holding, holding, holdingKey, linkedAccount, numberClaim } from './account.ts'
import { followMember } from './account-commands.ts'
import { accountRoutes } from './accounts-api.ts'
import { moveCall } from './calls.ts'
import { checks } from './checks.ts'
import { bankOf } from './http-bank.ts'
import { reconciliationRoute } from './reconciliation-api.ts'
import { refusals } from './refusals.ts'
import { MARK, transferSaga } from './saga.ts'
import { sealNamed } from './sealing.ts'
import { bankTransfer } from './transfer.ts'
import { markCompleted, markFailed, markUnknown, requestTransferCommand } from './transfer-commands.ts'
import { transferRoutes } from './transfers-api.ts'
import { transfersView } from './views.ts'

const accountOf = async (context: ServiceContext, memberId: string) =>
  (await context.writer.head<Holding>(holdingKey(memberId)))?.state.account ?? null

export const banking = bareService({
  name: 'banking',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [linkedAccount, holding, numberClaim, bankTransfer],
  views: [transfersView],
  sagas: [transferSaga],
  calls: context => ({ move: moveCall(bankOf(context.settings), context.vault) }),
  accepts: {
    [requestTransfer.type]: input => requestTransferCommand(input),
    [MARK.completed]: markCompleted,
    [MARK.failed]: markFailed,
    [MARK.unknown]: markUnknown,
  },
  reactions: [
    {
      name: 'accounts-follow-members',
      from: 'identity',
      on: {
        [memberDeactivated.type]: ({ data }) => [followMember(data.memberId, 'deactivated', null)],
        [memberActivated.type]: ({ data }) => [followMember(data.memberId, 'active', null)],
        [memberForgotten.type]: async ({ data }, context) => {
          const account = await accountOf(context, data.memberId)
          await context.vault.forget(data.memberId)
          return [followMember(data.memberId, 'forgotten', account)]
        },
      },
    },
  ],
  routes: context => {
    const bank = bankOf(context.settings)
    return [...accountRoutes(context, bank), ...transferRoutes(context), reconciliationRoute(context, bank)]
  },
  rpc: context => ({
    [sealAccount.type]: (named: NamedAccount) => sealNamed(context.vault, named),
    [linkedAccountOf.type]: async ({ memberId }: { memberId: string }) => {
      const account = await accountOf(context, memberId)
      return account && { accountId: account.accountId, bankCode: account.bankCode, last4: account.last4 }
    },
  }),
  refusals,
  checks,
})
