/** What merchants ask before the money comes: when the next payout is and how much, and what the last months brought. */
import { Type } from 'typebox'
import { franchiseEarned } from '../../contracts/payments.ts'
import { select, sql } from '../../platform/db/sql.ts'
import { Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../platform/http/routes/route.ts'
import { Nullable } from '../../platform/http/routes/schemas.ts'
import { businessMonthOf } from '../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { dailyRun } from './run.ts'

const WHO = ['merchant'] as const

const Amounts = {
  payments: Type.Integer({ description: 'So many payments.', examples: [2] }),
  gross: Type.Number({ description: 'What was paid, less refunds.', examples: [100_000] }),
  fee: Type.Number({ examples: [2_500] }),
  payout: Type.Number({ description: 'What comes to the bank account: gross less fee.', examples: [97_500] }),
}

const UpcomingPayout = Type.Object(
  {
    franchiseId: Type.String({ examples: ['frn_01a1f851-9c11-7000-9b7a-2f1c7d5e3b33'] }),
    currency: Currency,
    ...Amounts,
  },
  {
    $id: 'UpcomingPayout',
    description: 'Below zero where more was given back than was earned: it is taken from what comes next.',
  },
)

const SettledMonth = Type.Object(
  {
    month: Type.String({ pattern: String.raw`^\d{4}-\d{2}$`, examples: ['2026-11'] }),
    currency: Currency,
    settlements: Type.Integer({ description: 'Settlements that were paid.', examples: [20] }),
    ...Amounts,
  },
  { $id: 'SettledMonth' },
)

interface SumRow {
  readonly currency: string
  readonly payments: number
  /** Minor units. */
  readonly gross: number
  readonly fee: number
}

const inMajor = <R extends SumRow>({ gross, fee, ...row }: R) => ({
  ...row,
  gross: toMajor(gross, row.currency),
  fee: toMajor(fee, row.currency),
  payout: toMajor(gross - fee, row.currency),
})

const upcomingRoute = ({ read: database, writer, catchUp }: ServiceContext): Route =>
  read({
    method: 'GET',
    path: '/api/settlements/upcoming',
    name: 'getUpcomingPayouts',
    summary: 'What my franchises have earned and the next run pays out, and the date of that run',
    description:
      'For each franchise of the caller what was earned and is not settled yet. It grows with each payment until the run, and falls with each refund. Where more was given back than earned it is below zero, and is taken from what comes next.',
    who: WHO,
    replies: {
      200: Type.Object({
        businessDate: Nullable(
          Type.String({ format: 'date', description: 'It is run at the end of this day.', examples: ['2026-11-20'] }),
        ),
        items: Type.Array(UpcomingPayout),
      }),
    },
    async read({ actor }) {
      await catchUp.withThisProcess([franchiseEarned.service])
      const rows = await select<SumRow & { readonly franchiseId: string }>(
        database,
        sql`select franchise_id as "franchiseId", currency, count(*)::int as payments, sum(gross)::float8 as gross,
                   sum(fee)::float8 as fee
            from earnings where merchant_id = ${actor.id} group by 1, 2 order by 1, 2`,
      )
      const businessDate = (await writer.head(dailyRun.key))?.state.next ?? null
      return ok({ businessDate, items: rows.map(inMajor) })
    },
  })

const MONTHS_DEFAULT = 12
const MONTHS_MAX = 24

/** The first day of a month so many months before this one. */
const monthsAgo = (now: Date, months: number): string =>
  Temporal.PlainYearMonth.from(businessMonthOf(now)).subtract({ months }).toPlainDate({ day: 1 }).toString()

const monthsRoute = ({ read: database, ports }: ServiceContext): Route =>
  read({
    method: 'GET',
    path: '/api/settlements/months',
    name: 'listSettledMonths',
    summary: 'What was paid out to my franchises by month, oldest first; months without a payout are left out',
    description:
      'Sums over the settlements that were paid, by month and currency of their business dates, for a chart and for bookkeeping. What is still on its way is in `getUpcomingPayouts`.',
    who: WHO,
    query: Type.Object({
      months: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: MONTHS_MAX,
          description: 'So many months, this one among them.',
          examples: [12],
        }),
      ),
    }),
    replies: { 200: Type.Object({ items: Type.Array(SettledMonth) }) },
    async read({ query: { months = MONTHS_DEFAULT }, actor }) {
      const rows = await select<SumRow & { readonly month: string; readonly settlements: number }>(
        database,
        sql`select to_char(business_date, 'YYYY-MM') as month, currency, count(*)::int as settlements,
                   sum(payments)::int as payments, sum(gross)::float8 as gross, sum(fee)::float8 as fee
            from settlements
            where merchant_id = ${actor.id} and status = 'paid'
              and business_date >= ${monthsAgo(ports.clock.now(), months - 1)}::date
            group by 1, 2 order by 1, 2`,
      )
      return ok({ items: rows.map(inMajor) })
    },
  })

export const merchantRoutes = (context: ServiceContext): readonly Route[] => [
  upcomingRoute(context),
  monthsRoute(context),
]
