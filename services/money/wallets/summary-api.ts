/** What went in and out of a member's wallets by months or days, over HTTP. */
import { Type } from 'typebox'
import { AmountSchema, Currency, DEFAULT_CURRENCY, toMajor } from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { businessDateOf, daysAfter, monthsAfter, startOf } from '../../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { type Period, sumsOf } from '../ledger/feature.ts'
import { walletsOf } from './wallets.ts'

const MONTHS_MAX = 12
const MONTHS_DEFAULT = 6

const Sums = Type.Object(
  {
    period: Type.String({ description: 'A month or a day in Seoul: `2026-11`, `2026-11-20`.', examples: ['2026-11'] }),
    currency: Currency,
    in: AmountSchema,
    out: AmountSchema,
    count: Type.Integer({ description: 'Transactions in both directions.' }),
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
    who: 'member',
    query: Type.Object({
      months: Type.Optional(Type.Integer({ minimum: 1, maximum: MONTHS_MAX, default: MONTHS_DEFAULT })),
      by: Type.Optional(Type.Enum(['month', 'day'], { default: 'month' })),
    }),
    replies: {
      200: Type.Object({
        from: Type.String({ format: 'date' }),
        to: Type.String({ format: 'date', description: 'Today.' }),
        by: Type.Enum(['month', 'day']),
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
