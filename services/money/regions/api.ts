/** What members of a region topped up, for operators. */

import { Type } from 'typebox'
import { Region } from '../../../contracts/api-fields.ts'
import { amount, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { BusinessDate, Nullable } from '../../../platform/http/routes/schemas.ts'
import { name } from '../../../platform/http/routes/texts.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { BANK_CURRENCY } from '../bank-currency.ts'
import { DAYS_MAX, regionSums } from './view.ts'

const TopUps = Type.Integer({ description: 'How many there were.', examples: [4] })
const DayOfRegion = Type.Object(
  { date: BusinessDate, amount: amount('the sum of the day.', 100_000), topUps: TopUps },
  { $id: 'RegionDay' },
)

const Day = Type.Optional(Type.String({ format: 'date', description: 'A calendar day in Seoul, `2026-11-20`.' }))

export const regionRoutes = (context: ServiceContext): readonly Route[] => [
  read({
    method: 'GET',
    path: '/api/money/regions/{region}',
    name: 'getRegionTopUps',
    summary: `What members of a region topped up: in all, and on each of the last ${DAYS_MAX} days that had any`,
    description:
      'For operators: the sum and the number of top-ups that succeeded, by members who had this region at that time. `from` and `to` limit the days. A region that nobody lives in has topped up nothing.',
    who: ['operator'],
    params: Type.Object({ region: name(100, { examples: ['seoul'] }) }),
    query: Type.Object({ from: Day, to: Day }),
    replies: {
      200: Type.Object({
        region: Region,
        currency: Currency,
        from: Nullable(BusinessDate, { example: null }),
        to: Nullable(BusinessDate, { example: null }),
        total: amount('the sum of all days.', 100_000),
        topUps: TopUps,
        days: Type.Array(DayOfRegion),
      }),
    },
    async read({ params: { region }, query: { from = null, to = null } }) {
      const currency = BANK_CURRENCY
      const { amount, topUps, days } = await regionSums(context.read, { region, currency, from, to })
      return ok({
        region,
        currency,
        from,
        to,
        total: toMajor(amount, currency),
        topUps,
        days: days.map(day => ({ ...day, amount: toMajor(day.amount, currency) })),
      })
    },
  }),
]
