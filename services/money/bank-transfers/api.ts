/** Money between wallets and bank accounts over HTTP: top-ups and withdrawals, each member's own. */
import type { Route } from '../../../platform/http/routes/route.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { regionOf } from '../regions/feature.ts'
import { topUpMax, withdrawalMax } from './limits.ts'
import { listTopUps, listWithdrawals } from './lists.ts'
import { presentTopUp, presentWithdrawal, TopUpResponse, WithdrawalResponse } from './present.ts'
import { requestTopUp } from './request-top-up.ts'
import { type BankTransferRoutes, routesOf } from './routes.ts'
import { type TopUp, topUpKey } from './top-up.ts'
import { type Withdrawal, withdrawalKey } from './withdrawal.ts'
import { requestWithdrawal } from './withdrawal-commands.ts'

const topUps: BankTransferRoutes<TopUp> = {
  path: '/api/money/top-ups',
  name: 'TopUp',
  summaries: {
    ask: 'Fill my wallet from my linked bank account',
    one: 'One of my top-ups',
    list: 'My top-ups, newest first',
  },
  unknown: 'top_up_unknown',
  shown: TopUpResponse,
  refusals: [],
  key: topUpKey,
  present: presentTopUp,
  request: async (context, asked) =>
    requestTopUp({
      ...asked,
      topUpId: context.ports.ids.next('top'),
      region: await regionOf(context.read, asked.memberId),
      max: topUpMax(context),
    }),
  list: listTopUps,
}

const withdrawals: BankTransferRoutes<Withdrawal> = {
  path: '/api/money/withdrawals',
  name: 'Withdrawal',
  summaries: {
    ask: 'Pay from my wallet to my linked bank account',
    one: 'One of my withdrawals',
    list: 'My withdrawals, newest first',
  },
  unknown: 'withdrawal_unknown',
  shown: WithdrawalResponse,
  refusals: ['insufficient_funds'],
  key: withdrawalKey,
  present: presentWithdrawal,
  request: (context, asked) =>
    requestWithdrawal({ ...asked, withdrawalId: context.ports.ids.next('wdr'), max: withdrawalMax(context) }),
  list: listWithdrawals,
}

export const bankRoutes = (context: ServiceContext): readonly Route[] => [
  ...routesOf(context, topUps),
  ...routesOf(context, withdrawals),
]
