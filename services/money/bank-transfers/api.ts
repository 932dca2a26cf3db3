/** Money between wallets and bank accounts over HTTP: top-ups and withdrawals, each member's own. */
import { Type } from 'typebox'
import { MONEY_REFUSALS, type Money, MoneyFields, moneyOf } from '../../../platform/http/routes/amount.ts'
import { type Route, write } from '../../../platform/http/routes/route.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { listHeads } from '../../../platform/service/list-heads.ts'
import { ownerOrRole, type ResourceOptions, resource } from '../../../platform/service/resource.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { regionOf } from '../regions/feature.ts'
import { topUpMax, withdrawalMax } from './crossing.ts'
import { isTerminal, presentTopUp, presentWithdrawal, TopUpResponse, WithdrawalResponse } from './present.ts'
import { requestTopUp } from './request-top-up.ts'
import { topUp } from './top-up.ts'
import { withdrawal } from './withdrawal.ts'
import { requestWithdrawal } from './withdrawal-commands.ts'

/** Of the three routes. */
interface Texts {
  readonly ask: string
  readonly one: string
  readonly list: string
}

/** A way of money between wallet and bank account: how it is named, asked for, found and shown. */
interface Crossings<S> extends Pick<ResourceOptions<S>, 'path' | 'schema' | 'aggregate' | 'unknown'> {
  readonly name: string
  readonly summaries: Texts
  readonly descriptions: Texts
  readonly refusals: readonly string[]
  readonly table: string
  readonly present: (state: S) => unknown
  readonly request: (asked: Money & { readonly memberId: string }) => Command | Promise<Command>
}

function routesOf<S extends { readonly memberId: string; readonly status: string }>(
  context: ServiceContext,
  { name, summaries, descriptions, refusals, table, present, request, ...shared }: Crossings<S>,
): readonly Route[] {
  const crossings = resource(context, {
    ...shared,
    visible: ownerOrRole(({ memberId }) => memberId),
    present: states => states.map(present),
  })
  return [
    write({
      method: 'POST',
      path: shared.path,
      name: `request${name}`,
      summary: summaries.ask,
      description: descriptions.ask,
      who: 'member',
      body: Type.Object(MoneyFields),
      replies: { 201: shared.schema },
      refusals: [
        ...MONEY_REFUSALS,
        'currency_not_supported',
        'over_limit',
        'ledger_limit',
        'account_inactive',
        ...refusals,
      ],
      async write({ actor, body }) {
        const money = moneyOf(body)
        return isRefusal(money) ? money : request({ memberId: actor.id, ...money })
      },
      wait: crossings.wait(isTerminal),
    }),
    crossings.one({ name: `get${name}`, summary: summaries.one, description: descriptions.one, who: 'member' }),
    crossings.list({
      name: `list${name}s`,
      summary: summaries.list,
      description: descriptions.list,
      who: 'member',
      query: (_filter, page, { actor }) =>
        listHeads(context.read, shared.aggregate, { table, equal: { member_id: actor.id }, ...page }),
    }),
  ]
}

export const bankRoutes = (context: ServiceContext): readonly Route[] => [
  ...routesOf(context, {
    path: '/api/money/top-ups',
    name: 'TopUp',
    summaries: {
      ask: 'Fill my wallet from my linked bank account',
      one: 'One of my top-ups',
      list: 'My top-ups, newest first',
    },
    descriptions: {
      ask: 'Asks the bank to pay into the caller’s wallet, in won. It is answered as `requested`; `Prefer: wait=5` waits for the bank. The outcome is in `status`: what the bank refuses is `failed`, with the reason. Without a linked account its reason is `account_not_linked`.',
      one: 'A top-up of the caller, for following it until it has succeeded or failed. For others there is no such top-up.',
      list: 'What the caller has filled into their wallet from the bank, also what failed, and what was pulled for a payment.',
    },
    schema: TopUpResponse,
    aggregate: topUp,
    table: 'top_ups',
    unknown: 'top_up_unknown',
    refusals: [],
    present: presentTopUp,
    request: async asked =>
      requestTopUp({
        ...asked,
        topUpId: context.ports.ids.next('top'),
        region: await regionOf(context, asked.memberId),
        max: topUpMax(context),
      }),
  }),
  ...routesOf(context, {
    path: '/api/money/withdrawals',
    name: 'Withdrawal',
    summaries: {
      ask: 'Pay from my wallet to my linked bank account',
      one: 'One of my withdrawals',
      list: 'My withdrawals, newest first',
    },
    descriptions: {
      ask: 'Sets the amount aside in the caller’s wallet and asks the bank to pay it out to the linked account. It is answered as `requested`; `Prefer: wait=5` waits for the bank. If the bank refuses, the money is in the wallet again. A wallet that is short is refused with `insufficient_funds`.',
      one: 'A withdrawal of the caller, for following it until it has succeeded or failed. For others there is no such withdrawal.',
      list: 'What the caller has paid out from their wallet to the bank, also what failed.',
    },
    schema: WithdrawalResponse,
    aggregate: withdrawal,
    table: 'withdrawals',
    unknown: 'withdrawal_unknown',
    refusals: ['insufficient_funds'],
    present: presentWithdrawal,
    request: asked =>
      requestWithdrawal({
        ...asked,
        withdrawalId: context.ports.ids.next('wdr'),
        max: withdrawalMax(context),
      }),
  }),
]
