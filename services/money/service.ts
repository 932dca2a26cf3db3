/** Money: the double-entry book, members' wallets, transfers and holds. */
import { franchiseRegistered } from '../../contracts/franchises.ts'
import { memberActivated, memberDeactivated, memberRegistered } from '../../contracts/identity.ts'
import { moneyContract } from '../../contracts/money.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { on, reaction } from '../../platform/service/handlers.ts'
import { account } from './account-storage.ts'
import { walletRoutes } from './api.ts'
import { bankRoutes } from './bank-api.ts'
import { bankPostingsOf } from './bank-postings.ts'
import { awaitsMoney, regionsView, topUpsView, withdrawalsView } from './bank-views.ts'
import { checks } from './checks.ts'
import {
  expireHoldCommand,
  openFranchiseAccount,
  openWallets,
  placeHoldCommand,
  postHoldCommand,
  postTransferCommand,
  setWalletsActive,
  voidHoldCommand,
} from './commands.ts'
import { fundHoldCommand } from './fund-hold.ts'
import { hold } from './hold.ts'
import { ledgerRoutes } from './ledger-api.ts'
import { topUpMax } from './limits.ts'
import { memberRegions, regionOf } from './members.ts'
import { refusals } from './refusals.ts'
import { regionRoutes } from './regions-api.ts'
import { pulling } from './top-up.saga.ts'
import { topUp } from './top-up.ts'
import { creditTopUp, failTopUp } from './top-up-commands.ts'
import { balancesOf, transfersView } from './views.ts'
import { withdrawing } from './withdrawal.saga.ts'
import { withdrawal } from './withdrawal.ts'
import { completeWithdrawal, failWithdrawal } from './withdrawal-commands.ts'

/** An account takes half a kilobyte, and one that is not in memory costs its batch a look-up. */
const HEADS_MAX = 150_000

export const money = defineService(moneyContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [account, hold, topUp, withdrawal],
  headsMax: HEADS_MAX,
  views: [transfersView, topUpsView, withdrawalsView, regionsView],
  sagas: [pulling, withdrawing],
  commands: {
    placeHold: placeHoldCommand,
    postHold: postHoldCommand,
    voidHold: voidHoldCommand,
    postTransfer: postTransferCommand,
    expireHold: expireHoldCommand,
    fundHold: async (input, context) =>
      fundHoldCommand(input, { region: await regionOf(context.read, input.memberId), max: topUpMax(context) }),
    creditTopUp,
    failTopUp,
    completeWithdrawal,
    failWithdrawal,
  },
  reactions: [
    reaction(
      'wallets-follow-members',
      on(memberRegistered, ({ data }) => [openWallets(data.memberId)]),
      on(memberDeactivated, ({ data }) => [setWalletsActive(data.memberId, false)]),
      on(memberActivated, ({ data }) => [setWalletsActive(data.memberId, true)]),
    ),
    reaction(
      'franchises-get-accounts',
      on(franchiseRegistered, ({ data: { franchiseId, merchantId } }) => [
        openFranchiseAccount(franchiseId, merchantId),
      ]),
    ),
  ],
  projections: [memberRegions],
  routes: context => [
    ...walletRoutes(context),
    ...bankRoutes(context),
    ...regionRoutes(context),
    ...ledgerRoutes(context),
  ],
  rpcs: context => ({
    bankPostings: async span => ({ postings: await bankPostingsOf(context.read, span) }),
    balanceIsZero: async ({ memberId }) => {
      const [balances, awaited] = await Promise.all([
        balancesOf(context.read, memberId),
        awaitsMoney(context.read, memberId),
      ])
      return { zero: !awaited && balances.every(({ posted, held }) => posted === 0 && held === 0) }
    },
  }),
  refusals,
  checks,
})
