/** What a merchant's franchises have sold, day by day. */
import { Type } from 'typebox'
import { select, sql } from '../../../platform/db/sql.ts'
import { Currency, sumToMajor } from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { Id } from '../../../platform/http/routes/schemas.ts'
import { BUSINESS_ZONE, businessDateOf, daysAfter, startOf } from '../../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { PAID_STATUSES } from './state.ts'

const DAYS_DEFAULT = 14
const DAYS_MAX = 92

const DailySales = Type.Object(
  {
    date: Type.String({ format: 'date', description: 'A calendar day in Seoul.', examples: ['2026-11-20'] }),
    currency: Currency,
    count: Type.Integer({ description: 'Payments that were made on that day.', examples: [12] }),
    amount: Type.Number({ description: 'What was paid, before refunds.', examples: [184_500] }),
  },
  { $id: 'DailySales' },
)

interface SalesRow {
  readonly date: string
  readonly currency: string
  readonly count: number
  readonly amount: string
}

export const salesRoute = ({ read: database, ports }: ServiceContext): Route =>
  read({
    method: 'GET',
    path: '/api/payments/sales',
    name: 'listDailySales',
    summary: 'What was paid at my franchises by day, oldest first; days without a payment are left out',
    description:
      'For a chart of a merchant: payments at all franchises of the caller, or at one of them, by the day in Seoul on which they were made, before refunds. Payments that were declined are not counted.',
    who: ['merchant'],
    query: Type.Object({
      days: Type.Optional(
        Type.Integer({ minimum: 1, maximum: DAYS_MAX, description: 'So many days, today among them.', examples: [14] }),
      ),
      franchiseId: Type.Optional(Id),
    }),
    replies: { 200: Type.Object({ items: Type.Array(DailySales) }) },
    async read({ query: { days = DAYS_DEFAULT, franchiseId = null }, actor }) {
      const from = startOf(daysAfter(businessDateOf(ports.clock.now()), 1 - days))
      const rows = await select<SalesRow>(
        database,
        sql`select (created_at at time zone ${BUSINESS_ZONE})::date::text as date, currency, count(*)::int as count,
                   sum(amount)::text as amount
            from payments
            where merchant_id = ${actor.id} and created_at >= ${from} and status = any(${PAID_STATUSES})
              and (${franchiseId}::text is null or franchise_id = ${franchiseId})
            group by 1, 2 order by 1, 2`,
      )
      return ok({ items: rows.map(row => ({ ...row, amount: sumToMajor(BigInt(row.amount), row.currency) })) })
    },
  })
