/** The double-entry book: accounts, transfers and holds, and what other services ask of them. */
import { franchiseRegistered } from '../../../contracts/franchises.ts'
import { moneyContract } from '../../../contracts/money.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { on, reaction } from '../../../platform/service/handlers.ts'
import { checks } from '../checks.ts'
import { account } from './account-storage.ts'
import { ledgerRoutes } from './api.ts'
import { ledgerCommands, openFranchiseAccount } from './commands.ts'
import { departed, ownerlessTask } from './departed.ts'
import { hold } from './hold.ts'
import { bankPostingsOf } from './transactions.ts'
import { transfersView } from './transfers-view.ts'

export { type Account, accountKey, accountsOf, available } from './account.ts'
export { holdKeys } from './commands.ts'
export { markDeparted } from './departed.ts'
export { type Hold, holdKey } from './hold.ts'
export { type HoldRequest, mustBePending, place, postHeld, voidHeld } from './hold-rules.ts'
export { type Period, sumsOf } from './period-sums.ts'
export { NUMBER_MAX, postedAs, type TransactionRow, transactionOf, transactionsOf } from './transactions.ts'
export { following, mayBegin, open, type Transfer, transfer, transferAll } from './transfer.ts'

export const ledgerFeature = defineFeature(moneyContract, {
  aggregates: [account, hold, departed],
  views: [transfersView],
  commands: ledgerCommands,
  rpcs: ({ read }) => ({
    bankPostings: async span => ({ postings: await bankPostingsOf(read, span) }),
  }),
  reactions: [
    reaction(
      'franchises-get-accounts',
      on(franchiseRegistered, ({ data: { franchiseId, merchantId } }) => [
        openFranchiseAccount(franchiseId, merchantId),
      ]),
    ),
  ],
  tasks: [ownerlessTask],
  routes: ledgerRoutes,
  checks,
})
