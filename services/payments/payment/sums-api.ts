/** How much was paid in a span of time, by what became of it: for operators. */
import { Type } from 'typebox'
import { select, sql } from '../../../platform/db/sql.ts'
import { Currency, sumToMajor } from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { Timestamp } from '../../../platform/http/routes/schemas.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { PaymentStatusSchema } from './statuses.ts'

const Sum = Type.Object(
  {
    status: PaymentStatusSchema,
    currency: Currency,
    count: Type.Integer({ examples: [12] }),
    amount: Type.Number({ description: 'Before refunds.', examples: [348_000] }),
  },
  { $id: 'PaymentSum' },
)

interface SumRow {
  readonly status: string
  readonly currency: string
  readonly count: number
  readonly amount: string
}

export const paymentSumsRoute = ({ read: database, ports }: ServiceContext): Route =>
  read({
    method: 'GET',
    path: '/api/payments/sums',
    name: 'sumPayments',
    summary: 'Payments that were made in a span of time, counted and summed by status and currency',
    description:
      'By the moment a payment was made and the state it is in now, amounts before refunds. The last 24 hours, unless `from` and `to` say others.',
    who: ['operator'],
    query: Type.Object({ from: Type.Optional(Timestamp), to: Type.Optional(Timestamp) }),
    replies: { 200: Type.Object({ items: Type.Array(Sum) }) },
    async read({ query }) {
      const to = query.to ?? ports.clock.now().toISOString()
      const from = query.from ?? null
      const rows = await select<SumRow>(
        database,
        sql`select status, currency, count(*)::int as count, sum(amount)::text as amount from payments
            where created_at >= coalesce(${from}::timestamptz, ${to}::timestamptz - interval '1 day') and created_at < ${to} group by 1, 2 order by 2, 1`,
      )
      return ok({ items: rows.map(row => ({ ...row, amount: sumToMajor(BigInt(row.amount), row.currency) })) })
    },
  })
