/** Settlements over HTTP: operators run and retry them, owners of franchises see their own. */
import { Type } from 'typebox'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/routes/paging.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { Room } from '../../platform/service/service.ts'
import { retry, takeTurn } from './commands.ts'
import { csvOf } from './csv.ts'
import { linesOf } from './earnings.ts'
import { franchiseById } from './franchises.ts'
import { planTurn } from './plan.ts'
import { LineShown, present, presentLine, presentRun, RunShown, SettlementShown } from './present.ts'
import { isOver, type Run, runKey } from './run.ts'
import { factsOf, type Settlement, settlementKey } from './settlement.ts'
import { listSettlements } from './views.ts'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const ById = Type.Object({ id: text(120) })
const Day = { format: 'date', description: 'A business date: a calendar day in Seoul.', examples: ['2026-11-20'] }
const cursor = defineCursor(Type.String())
const WHO = ['merchant', 'operator'] as const

/** A stranger is told it does not exist. */
async function settlementFor(room: Room, id: string, actor: Actor): Promise<Settlement | Refusal> {
  const settlement = (await room.writer.head<Settlement>(settlementKey(id)))?.state
  const allowed = settlement && (settlement.merchantId === actor.id || hasRole(actor, 'operator'))
  return allowed ? settlement : refuse('settlement_unknown')
}

export const settlementRoutes = (room: Room): readonly Route[] => [...writes(room), ...lists(room), ...one(room)]

function writes(room: Room): readonly Route[] {
  return [
    write({
      method: 'POST',
      path: '/api/settlements/run',
      name: 'runSettlements',
      summary: 'Settle a business date: pay out what is unpaid up to its end, and what has failed before',
      who: ['operator'],
      body: Type.Object({ businessDate: Type.String(Day) }),
      replies: { 200: RunShown },
      refusals: ['business_date_in_future'],
      write: async ({ body: { businessDate } }) =>
        takeTurn(await planTurn(room.read, businessDate, room.ports.ids.next('run'))),
      wait: {
        stream: reply => runKey(reply.id),
        until: isOver,
        async present(reply) {
          const run = (await room.writer.head<Run>(runKey(reply.id)))?.state
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
      replies: { 200: SettlementShown },
      refusals: ['settlement_unknown', 'settlement_not_failed'],
      async write({ params, actor }) {
        const settlement = await settlementFor(room, params.id, actor)
        if (isRefusal(settlement)) return settlement
        return retry({ ...factsOf(settlement), attempt: settlement.attempts + 1 })
      },
      wait: {
        stream: reply => settlementKey(reply.id),
        until: (settlement: Settlement) => !settlement.underWay,
        async present(reply) {
          const settlement = (await room.writer.head<Settlement>(settlementKey(reply.id)))?.state
          return settlement ? present(settlement) : reply
        },
      },
    }),
  ]
}

function lists(room: Room): readonly Route[] {
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
      replies: { 200: PageSchema(SettlementShown) },
      async read({ actor, query }) {
        const before = cursor.decode(query.cursor)
        if (isRefusal(before)) return before
        const limit = query.limit ?? PAGE_LIMIT_DEFAULT
        const { franchiseId = null, from = null, to = null } = query
        const merchantId = hasRole(actor, 'operator') ? null : actor.id
        const rows = await listSettlements(room.read, { merchantId, franchiseId, from, to, before, limit })
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
      replies: { 200: PageSchema(LineShown) },
      refusals: ['settlement_unknown'],
      async read({ params, actor, query }) {
        const after = cursor.decode(query.cursor)
        if (isRefusal(after)) return after
        const settlement = await settlementFor(room, params.id, actor)
        if (isRefusal(settlement)) return settlement
        const limit = query.limit ?? PAGE_LIMIT_DEFAULT
        const rows = await linesOf(room.read, params.id, after, limit + 1)
        return ok(pageOf(rows, limit, cursor, row => row.paymentId, presentLine(settlement.currency)))
      },
    }),
  ]
}

function one(room: Room): readonly Route[] {
  return [
    read({
      method: 'GET',
      path: '/api/settlements/{id}.csv',
      name: 'downloadSettlement',
      summary: 'A settlement with its payments as a table for a spreadsheet',
      who: WHO,
      params: ById,
      replies: { 200: Type.String() },
      produces: 'text/csv',
      refusals: ['settlement_unknown'],
      async read({ params, actor }) {
        const settlement = await settlementFor(room, params.id, actor)
        if (isRefusal(settlement)) return settlement
        const franchise = await franchiseById(room.read, settlement.franchiseId)
        const lines = await linesOf(room.read, params.id, null, settlement.payments)
        return {
          status: 200,
          body: csvOf(settlement, franchise?.name ?? '', lines),
          headers: {
            'content-type': 'text/csv; charset=utf-8',
            'content-disposition': `attachment; filename="${settlement.settlementId}.csv"`,
          },
        }
      },
    }),
    read({
      method: 'GET',
      path: '/api/settlements/{id}',
      name: 'getSettlement',
      summary: 'One settlement: for the owner of its franchise and operators',
      who: WHO,
      params: ById,
      replies: { 200: SettlementShown },
      refusals: ['settlement_unknown'],
      async read({ params, actor }) {
        const settlement = await settlementFor(room, params.id, actor)
        return isRefusal(settlement) ? settlement : ok(present(settlement))
      },
    }),
  ]
}
