/** Settlements over HTTP: operators run and retry them, owners of franchises see their own. */

import { Type } from 'typebox'
import { givenId, sampleId } from '../../contracts/api-fields.ts'
import { hasRole } from '../../platform/auth/tokens.ts'
import { sql } from '../../platform/db/sql.ts'
import { CSV_TYPE, csvAnswer } from '../../platform/http/routes/csv.ts'
import { byId, list } from '../../platform/http/routes/list.ts'
import { type Route, read, write } from '../../platform/http/routes/route.ts'
import { BusinessDate } from '../../platform/http/routes/schemas.ts'
import { token } from '../../platform/http/routes/texts.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { headsOf, listHeads } from '../../platform/service/list-heads.ts'
import { ownerOrRole, type Resource, resource, waiting } from '../../platform/service/resource.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { retry, takeTurn } from './commands.ts'
import { csvOf } from './csv.ts'
import { linesOf } from './earnings.ts'
import { franchiseById } from './franchises.ts'
import { merchantRoutes } from './merchant-api.ts'
import { planTurn } from './plan.ts'
import {
  LineResponse,
  present,
  presentLine,
  presentRun,
  RunResponse,
  SettlementResponse,
  SettlementStatusSchema,
} from './present.ts'
import { isTerminal, run } from './run.ts'
import { factsOf, type Settlement, settlement } from './settlement.ts'

/** An id is made of a date, a franchise's id and a currency. */
const ById = Type.Object({ id: token(120, { examples: [sampleId('settlement')] }) })
const WHO = ['merchant', 'operator'] as const

export function settlementRoutes(context: ServiceContext): readonly Route[] {
  const settlements = resource(context, {
    path: '/api/settlements',
    params: ById,
    schema: SettlementResponse,
    aggregate: settlement,
    unknown: 'settlement_unknown',
    visible: ownerOrRole(({ merchantId }) => merchantId, 'operator'),
    present: states => states.map(present),
  })
  return [
    ...writes(context, settlements),
    settlements.list({
      name: 'listSettlements',
      summary: 'Settlements, newest date first: of one’s own franchises, or all for an operator',
      description:
        'The owner of franchises sees the settlements of their own, an operator all. Filters by franchise, status and business date can be combined.',
      who: WHO,
      filter: {
        franchiseId: givenId('franchise'),
        status: SettlementStatusSchema,
        from: BusinessDate,
        to: BusinessDate,
      },
      query: ({ franchiseId, status, from, to }, page, { actor }) =>
        listHeads(context.read, settlement, {
          table: 'settlements',
          equal: { merchant_id: hasRole(actor, 'operator') ? null : actor.id, franchise_id: franchiseId, status },
          and: [from === null ? null : sql`business_date >= ${from}`, to === null ? null : sql`business_date <= ${to}`],
          ...page,
        }),
    }),
    ...payments(context, settlements),
    runsRoute(context),
    ...merchantRoutes(context),
    settlements.one({
      name: 'getSettlement',
      summary: 'One settlement: for the owner of its franchise and operators',
      description:
        'What a franchise has earned on a business date, the fee, and what was paid out. For the owner of the franchise and operators; for others there is no such settlement.',
      who: WHO,
    }),
  ]
}

const writes = (context: ServiceContext, settlements: Resource<Settlement>): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/settlements/run',
    name: 'runSettlements',
    summary: 'Settle a business date: pay out what is unpaid up to its end, and what has failed before',
    description:
      'An operator settles a business date by hand, as is done every night by itself: for each franchise one settlement of what is unpaid up to the end of that date, and another try for those that had failed. What is settled is not settled again. `Prefer: wait=5` waits until the payouts of this turn have ended. A date that has not come is refused with `business_date_in_future`.',
    who: ['operator'],
    body: Type.Object({ businessDate: BusinessDate }),
    replies: { 200: RunResponse },
    refusals: ['business_date_in_future'],
    write: async ({ body }) => takeTurn(await planTurn(context, body.businessDate, context.ports.ids.next('run'))),
    wait: waiting(context, run, isTerminal, presentRun),
  }),
  write({
    method: 'POST',
    path: '/api/settlements/{id}/retry',
    name: 'retrySettlement',
    summary: 'Try again to pay out a settlement that has failed',
    description:
      'An operator orders the payout of a failed settlement once more, to the bank account that the franchise has now. Others are refused with `settlement_not_failed`.',
    who: ['operator'],
    params: ById,
    replies: { 200: SettlementResponse },
    refusals: ['settlement_unknown', 'settlement_not_failed'],
    async write({ params, actor }) {
      const state = await settlements.find(params.id, actor)
      return isRefusal(state) ? state : retry({ ...factsOf(state), attempt: state.attempts + 1 })
    },
    wait: settlements.wait(({ underWay }) => !underWay),
  }),
]

/** Their ids grow with time. */
const runsRoute = ({ read: database }: ServiceContext): Route =>
  list({
    path: '/api/settlements/runs',
    name: 'listSettlementRuns',
    summary: 'Runs, newest first: which date each settled, and what became of its settlements',
    description:
      'For operators: every run with the date it settled, how many settlements it began or tried again, and how many of them are paid, failed or open.',
    who: ['operator'],
    item: RunResponse,
    query: (_filter, { after, limit }) =>
      headsOf(
        database,
        run,
        sql`select substr(stream, 5) as id from heads where stream > 'run:' and stream < ${`run:${after ?? '~'}`}
            order by stream desc limit ${limit}`,
        limit,
      ),
    position: byId,
    present: rows => rows.map(({ state }) => presentRun(state)),
  })

/** The payments of one settlement. */
const payments = (context: ServiceContext, settlements: Resource<Settlement>): readonly Route[] => [
  list({
    path: '/api/settlements/{id}/payments',
    name: 'listSettlementPayments',
    summary: 'The payments a settlement is for, with the share of each',
    description:
      'The payments and refunds that make up a settlement, with amount, fee and payout of each. For the owner of the franchise and operators.',
    who: WHO,
    params: ById,
    item: LineResponse,
    refusals: ['settlement_unknown'],
    async query(_filter, { after, limit }, { params, actor }) {
      const state = await settlements.find(params.id, actor)
      if (isRefusal(state)) return state
      return (await linesOf(context.read, params.id, after, limit)).map(presentLine(state.currency))
    },
    position: { schema: Type.String(), of: ({ paymentId }) => paymentId },
    present: lines => lines,
  }),
  read({
    method: 'GET',
    path: '/api/settlements/{id}.csv',
    name: 'downloadSettlement',
    summary: 'A settlement with its payments as a table for a spreadsheet',
    description:
      'A CSV file for Excel, in UTF-8 with a byte order mark: a row for each payment and their sum, with heads in Korean and English. For the owner of the franchise and operators.',
    who: WHO,
    params: ById,
    replies: { 200: Type.String() },
    produces: CSV_TYPE,
    refusals: ['settlement_unknown'],
    async read({ params, actor }) {
      const state = await settlements.find(params.id, actor)
      if (isRefusal(state)) return state
      const franchise = await franchiseById(context, state.franchiseId)
      const lines = await linesOf(context.read, params.id, null, state.payments)
      return csvAnswer(`${state.settlementId}.csv`, csvOf(state, franchise?.name ?? '', lines))
    },
  }),
]
