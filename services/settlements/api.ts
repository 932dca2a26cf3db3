/** Settlements over HTTP: operators run and retry them, owners of franchises see their own. */
import { Type } from 'typebox'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { CSV_TYPE, csvAnswer } from '../../platform/http/routes/csv.ts'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/routes/paging.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { retry, takeTurn } from './commands.ts'
import { csvOf } from './csv.ts'
import { linesOf } from './earnings.ts'
import { franchiseById } from './franchises.ts'
import { planTurn } from './plan.ts'
import { LineResponse, present, presentLine, presentRun, RunResponse, SettlementResponse } from './present.ts'
import { isTerminal, type Run, runKey } from './run.ts'
import { factsOf, type Settlement, settlementKey } from './settlement.ts'
import { listSettlements } from './views.ts'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const ById = Type.Object({ id: text(120) })
const Day = { format: 'date', description: 'A business date: a calendar day in Seoul.', examples: ['2026-11-20'] }
const cursor = defineCursor(Type.String())
const WHO = ['merchant', 'operator'] as const

/** A stranger is told it does not exist. */
async function settlementFor(context: ServiceContext, id: string, actor: Actor): Promise<Settlement | Refusal> {
  const settlement = (await context.writer.head<Settlement>(settlementKey(id)))?.state
  const allowed = settlement && (settlement.merchantId === actor.id || hasRole(actor, 'operator'))
  return allowed ? settlement : refuse('settlement_unknown')
}

export const settlementRoutes = (context: ServiceContext): readonly Route[] => [
  ...writes(context),
  ...lists(context),
  ...one(context),
]

function writes(context: ServiceContext): readonly Route[] {
  return [
    write({
      method: 'POST',
      path: '/api/settlements/run',
      name: 'runSettlements',
      summary: 'Settle a business date: pay out what is unpaid up to its end, and what has failed before',
      who: ['operator'],
      body: Type.Object({ businessDate: Type.String(Day) }),
      replies: { 200: RunResponse },
      refusals: ['business_date_in_future'],
      write: async ({ body: { businessDate } }) =>
        takeTurn(await planTurn(context.read, businessDate, context.ports.ids.next('run'))),
      wait: {
        stream: reply => runKey(reply.id),
        until: isTerminal,
        async present(reply) {
          const run = (await context.writer.head<Run>(runKey(reply.id)))?.state
          return run ? presentRun(run) : reply
        },
      },
    }),
    write({
      method: 'POST',
      path: '/api/settlements/{id}/retry',
      name: 'retrySettlement',
      summary: 'Try again to pay out a settlement that has failed',
      who: ['operator'],
      params: ById,
      replies: { 200: SettlementResponse },
      refusals: ['settlement_unknown', 'settlement_not_failed'],
      async write({ params, actor }) {
        const settlement = await settlementFor(context, params.id, actor)
        if (isRefusal(settlement)) return settlement
        return retry({ ...factsOf(settlement), attempt: settlement.attempts + 1 })
      },
      wait: {
        stream: reply => settlementKey(reply.id),
        until: (settlement: Settlement) => !settlement.underWay,
        async present(reply) {
          const settlement = (await context.writer.head<Settlement>(settlementKey(reply.id)))?.state
          return settlement ? present(settlement) : reply
        },
      },
    }),
  ]
}

function lists(context: ServiceContext): readonly Route[] {
  return [
    read({
      method: 'GET',
      path: '/api/settlements',
      name: 'listSettlements',
      summary: 'Settlements, newest date first: of one’s own franchises, or all for an operator',
      who: WHO,
      query: Type.Object({
        ...pageQuery,
        franchiseId: Type.Optional(text(80)),
        from: Type.Optional(Type.String(Day)),
        to: Type.Optional(Type.String(Day)),
      }),
      replies: { 200: PageSchema(SettlementResponse) },
      async read({ actor, query }) {
        const before = cursor.decode(query.cursor)
        if (isRefusal(before)) return before
        const limit = query.limit ?? PAGE_LIMIT_DEFAULT
        const { franchiseId = null, from = null, to = null } = query
        const merchantId = hasRole(actor, 'operator') ? null : actor.id
        const rows = await listSettlements(context.read, { merchantId, franchiseId, from, to, before, limit })
        return ok(
          pageOf(
            rows,
            limit,
            cursor,
            row => row.id,
            row => present(row.state),
          ),
        )
      },
    }),
    read({
      method: 'GET',
      path: '/api/settlements/{id}/payments',
      name: 'listSettlementPayments',
      summary: 'The payments a settlement is for, with the share of each',
      who: WHO,
      params: ById,
      query: Type.Object(pageQuery),
      replies: { 200: PageSchema(LineResponse) },
      refusals: ['settlement_unknown'],
      async read({ params, actor, query }) {
        const after = cursor.decode(query.cursor)
        if (isRefusal(after)) return after
        const settlement = await settlementFor(context, params.id, actor)
        if (isRefusal(settlement)) return settlement
        const limit = query.limit ?? PAGE_LIMIT_DEFAULT
        const rows = await linesOf(context.read, params.id, after, limit + 1)
        return ok(pageOf(rows, limit, cursor, row => row.paymentId, presentLine(settlement.currency)))
      },
    }),
  ]
}

function one(context: ServiceContext): readonly Route[] {
  return [
    read({
      method: 'GET',
      path: '/api/settlements/{id}.csv',
      name: 'downloadSettlement',
      summary: 'A settlement with its payments as a table for a spreadsheet',
      who: WHO,
      params: ById,
      replies: { 200: Type.String() },
      produces: CSV_TYPE,
      refusals: ['settlement_unknown'],
      async read({ params, actor }) {
        const settlement = await settlementFor(context, params.id, actor)
        if (isRefusal(settlement)) return settlement
        const franchise = await franchiseById(context.read, settlement.franchiseId)
        const lines = await linesOf(context.read, params.id, null, settlement.payments)
        return csvAnswer(`${settlement.settlementId}.csv`, csvOf(settlement, franchise?.name ?? '', lines))
      },
    }),
    read({
      method: 'GET',
      path: '/api/settlements/{id}',
      name: 'getSettlement',
      summary: 'One settlement: for the owner of its franchise and operators',
      who: WHO,
      params: ById,
      replies: { 200: SettlementResponse },
      refusals: ['settlement_unknown'],
      async read({ params, actor }) {
        const settlement = await settlementFor(context, params.id, actor)
        return isRefusal(settlement) ? settlement : ok(present(settlement))
      },
    }),
  ]
}
