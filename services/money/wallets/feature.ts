/** Members' wallets: opened and closed with their members, their balances, transfers between them, deposits. */
import { memberActivated, memberDeactivated, memberForgotten, memberRegistered } from '../../../contracts/identity.ts'
import { moneyContract } from '../../../contracts/money.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { on, reaction } from '../../../platform/service/handlers.ts'
import { markDeparted } from '../ledger/feature.ts'
import { walletRoutes } from './api.ts'
import { openWallets, setWalletsActive, WALLET_CURRENCIES } from './wallets.ts'

export { balancesOf } from './wallets.ts'

export const walletsFeature = defineFeature(moneyContract, {
  reactions: [
    reaction(
      'wallets-follow-members',
      on(memberRegistered, ({ data }) => [openWallets(data.memberId)]),
      on(memberDeactivated, ({ data }) => [setWalletsActive(data.memberId, false)]),
      on(memberActivated, ({ data }) => [setWalletsActive(data.memberId, true)]),
    ),
    reaction(
      'departed-members-own-nothing',
      on(memberForgotten, ({ data }) => [markDeparted(data.memberId, WALLET_CURRENCIES)]),
    ),
  ],
  routes: walletRoutes,
})
