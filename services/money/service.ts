/** Money: the double-entry book, members' wallets, transfers and holds. */
import { franchiseRegistered } from '../../contracts/franchises.ts'
import { memberActivated, memberDeactivated, memberRegistered } from '../../contracts/identity.ts'
import {
  balanceIsZero,
  bankPostings,
  fundHold,
  placeHold,
  postHold,
  postTransfer,
  voidHold,
} from '../../contracts/money.ts'
import { bareService } from '../../platform/service/service.ts'
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
import { type FundHold, fundHoldCommand } from './fund-hold.ts'
import { hold } from './hold.ts'
import { EXPIRE_HOLD } from './ledger.ts'
import { ledgerRoutes } from './ledger-api.ts'
import { topUpMax } from './limits.ts'
import { memberRegions, regionOf } from './members.ts'
import { refusals } from './refusals.ts'
import { regionRoutes } from './regions-api.ts'
import { CREDIT_TOP_UP, FAIL_TOP_UP, pulling } from './top-up.saga.ts'
import { topUp } from './top-up.ts'
import { creditTopUp, failTopUp } from './top-up-commands.ts'
import { balancesOf, transfersView } from './views.ts'
import { COMPLETE_WITHDRAWAL, FAIL_WITHDRAWAL, withdrawing } from './withdrawal.saga.ts'
import { withdrawal } from './withdrawal.ts'
import { completeWithdrawal, failWithdrawal } from './withdrawal-commands.ts'

/** An account takes half a kilobyte, and one that is not in memory costs its batch a look-up. */
const HEADS_MAX = 150_000

export const money = bareService({
  name: 'money',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [account, hold, topUp, withdrawal],
  headsMax: HEADS_MAX,
  views: [transfersView, topUpsView, withdrawalsView, regionsView],
  sagas: [pulling, withdrawing],
  accepts: {
    [placeHold.type]: placeHoldCommand,
    [postHold.type]: postHoldCommand,
    [voidHold.type]: voidHoldCommand,
    [postTransfer.type]: postTransferCommand,
    [EXPIRE_HOLD]: expireHoldCommand,
    [fundHold.type]: async (input: FundHold, context) =>
      fundHoldCommand(input, { region: await regionOf(context.read, input.memberId), max: topUpMax(context) }),
    [CREDIT_TOP_UP]: creditTopUp,
    [FAIL_TOP_UP]: failTopUp,
    [COMPLETE_WITHDRAWAL]: completeWithdrawal,
    [FAIL_WITHDRAWAL]: failWithdrawal,
  },
  reactions: [
    {
      name: 'wallets-follow-members',
      from: 'identity',
      on: {
        [memberRegistered.type]: ({ data }) => [openWallets(data.memberId)],
        [memberDeactivated.type]: ({ data }) => [setWalletsActive(data.memberId, false)],
        [memberActivated.type]: ({ data }) => [setWalletsActive(data.memberId, true)],
      },
    },
    {
      name: 'franchises-get-accounts',
      from: 'franchises',
      on: {
        [franchiseRegistered.type]: ({ data: { franchiseId, merchantId } }) => [
          openFranchiseAccount(franchiseId, merchantId),
        ],
      },
    },
  ],
  projections: [memberRegions],
  routes: context => [
    ...walletRoutes(context),
    ...bankRoutes(context),
    ...regionRoutes(context),
    ...ledgerRoutes(context),
  ],
  rpc: context => ({
    [bankPostings.type]: async (span: { from: string; until: string }) => ({
      postings: await bankPostingsOf(context.read, span),
    }),
    [balanceIsZero.type]: async ({ memberId }: { memberId: string }) => {
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
