/** Money: the double-entry book, members' wallets, transfers and holds. */
import { memberActivated, memberDeactivated, memberRegistered } from '../../contracts/identity.ts'
import { balanceIsZero, placeHold, postHold, postTransfer, voidHold } from '../../contracts/money.ts'
import { defineService } from '../../platform/service.ts'
import { account } from './account.ts'
import { walletRoutes } from './api.ts'
import { checks } from './checks.ts'
import {
  expireHoldCommand,
  openWallets,
  placeHoldCommand,
  postHoldCommand,
  postTransferCommand,
  setWalletsActive,
  voidHoldCommand,
} from './commands.ts'
import { hold } from './hold.ts'
import { EXPIRE_HOLD } from './ledger.ts'
import { ledgerRoutes } from './ledger-api.ts'
import { refusals } from './refusals.ts'
import { balancesOf, transfersView } from './views.ts'

export const money = defineService({
  name: 'money',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [account, hold],
  views: [transfersView],
  accepts: {
    [placeHold.type]: placeHoldCommand,
    [postHold.type]: postHoldCommand,
    [voidHold.type]: voidHoldCommand,
    [postTransfer.type]: postTransferCommand,
    [EXPIRE_HOLD]: expireHoldCommand,
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
  ],
  routes: room => [...walletRoutes(room), ...ledgerRoutes(room)],
  rpc: room => ({
    [balanceIsZero.name]: async ({ memberId }: { memberId: string }) => {
      const balances = await balancesOf(room.read, memberId)
      return { zero: balances.every(({ posted, held }) => posted === 0 && held === 0) }
    },
  }),
  refusals,
  checks,
})
