/** Money between wallets and linked bank accounts: top-ups, withdrawals, and holds funded from the bank. */
import { franchiseRegistered } from '../../../contracts/franchises.ts'
import { moneyContract } from '../../../contracts/money.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { regionOf } from '../regions/feature.ts'
import { bankRoutes } from './api.ts'
import { topUpMax } from './crossing.ts'
import { creditTopUp, failTopUp } from './end-top-up.ts'
import { fundHoldCommand } from './fund-hold.ts'
import { moneyObligations } from './obligations.ts'
import { pulling } from './top-up.saga.ts'
import { topUp } from './top-up.ts'
import { topUpsView, withdrawalsView } from './views.ts'
import { withdrawing } from './withdrawal.saga.ts'
import { withdrawal } from './withdrawal.ts'
import { completeWithdrawal, failWithdrawal } from './withdrawal-commands.ts'

export const bankTransfersFeature = defineFeature(moneyContract, {
  aggregates: [topUp, withdrawal],
  views: [topUpsView, withdrawalsView],
  sagas: [pulling, withdrawing],
  commands: {
    fundHold: async (input, context) => {
      await context.catchUp.withThisProcess([franchiseRegistered.service])
      return fundHoldCommand(input, { region: await regionOf(context, input.memberId), max: topUpMax(context) })
    },
    creditTopUp,
    failTopUp,
    completeWithdrawal,
    failWithdrawal,
  },
  rpcs: ({ read }) => ({
    mayLeave: ({ memberId }) => moneyObligations(read, memberId),
  }),
  routes: bankRoutes,
})
