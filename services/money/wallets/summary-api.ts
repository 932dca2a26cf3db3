/** What went in and out of a member's wallets by months or days, over HTTP. */
import { Type } from 'typebox'
import { amount, Currency, DEFAULT_CURRENCY, toMajor } from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { annotated, BusinessDate } from '../../../platform/http/routes/schemas.ts'
import { namedEnum } from '../../../platform/kit/named-enum.ts'
import { businessDateOf, daysAfter, monthsAfter, startOf } from '../../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { type Period, sumsOf } from '../ledger/feature.ts'
import { walletsOf } from './wallets.ts'

const MONTHS_MAX = 12
const MONTHS_DEFAULT = 6

const PERIOD = { month: { ko: '월별', en: 'By months.' }, day: { ko: '일별', en: 'By days.' } } as const
const SumPeriod = namedEnum('SumPeriod', PERIOD, { description: 'How long a period is; a month unless said.' })

const Sums = Type.Object(
  {
    period: Type.String({ description: 'A month or a day in Seoul: `2026-11`, `2026-11-20`.', examples: ['2026-11'] }),
    currency: Currency,
    in: amount('what came in.', 100_000),
    out: amount('what went out.', 29_000),
    count: Type.Integer({ description: 'Transactions in both directions.', examples: [2] }),
  },
  { $id: 'WalletSums' },
)

/** Every period from the first date to the last. */
function periodsBetween(first: string, last: string, by: Period): string[] {
  const periods: string[] = []
  for (let date = first; date <= last; date = by === 'day' ? daysAfter(date, 1) : monthsAfter(date, 1)) {
    periods.push(by === 'day' ? date : date.slice(0, 'YYYY-MM'.length))
  }
  return periods
}

export const summaryRoute = (context: ServiceContext): Route =>
  read({
    method: 'GET',
    path: '/api/money/transactions/summary',
    name: 'getTransactionSummary',
    summary: 'What went in and out of my wallets by months or days, oldest first, this month included',
    description:
      'For a chart: the sums of what came in and went out, and how many transactions there were, by months or days in Seoul. Periods without any are there too.',
    who: 'member',
    query: Type.Object({
      months: Type.Optional(Type.Integer({ minimum: 1, maximum: MONTHS_MAX, default: MONTHS_DEFAULT })),
      by: Type.Optional(SumPeriod),
    }),
    replies: {
      200: Type.Object({
        from: annotated(BusinessDate, { description: 'The first day.', example: '2026-11-01' }),
        to: annotated(BusinessDate, { description: 'Today.' }),
        by: SumPeriod,
        items: Type.Array(Sums, {
          description:
            'Every period for won, and for each other currency that was moved; without any movement it is 0.',
        }),
      }),
    },
    async read({ actor, query: { months = MONTHS_DEFAULT, by = 'month' } }) {
      const to = businessDateOf(context.ports.clock.now())
      const from = monthsAfter(`${to.slice(0, 'YYYY-MM'.length)}-01`, 1 - months)
      const sums = await sumsOf(context.read, walletsOf(actor.id), by, startOf(from))
      const moved = new Map(sums.map(each => [`${each.currency} ${each.period}`, each]))
      const currencies = [...new Set([DEFAULT_CURRENCY, ...sums.map(({ currency }) => currency)])]
      const items = periodsBetween(from, to, by).flatMap(period =>
        currencies.map(currency => {
          const { in: into = 0, out = 0, count = 0 } = moved.get(`${currency} ${period}`) ?? {}
          return { period, currency, in: toMajor(into, currency), out: toMajor(out, currency), count }
        }),
      )
      return ok({ from, to, by, items })
    },
  })
