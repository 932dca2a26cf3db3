/** What members of a region topped up, for operators. */

import { Type } from 'typebox'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { Nullable } from '../../../platform/http/routes/schemas.ts'
import { name } from '../../../platform/http/routes/texts.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { BANK_CURRENCY } from '../bank-currency.ts'
import { DAYS_MAX, regionSums } from './view.ts'

const Day = Type.Optional(Type.String({ format: 'date', description: 'A calendar day in Seoul, `2026-11-20`.' }))

export const regionRoutes = (context: ServiceContext): readonly Route[] => [
  read({
    method: 'GET',
    path: '/api/money/regions/{region}',
    name: 'getRegionTopUps',
    summary: `What members of a region topped up: in all, and on each of the last ${DAYS_MAX} days that had any`,
    who: ['operator'],
    params: Type.Object({ region: name(100) }),
    query: Type.Object({ from: Day, to: Day }),
    replies: {
      200: Type.Object({
        region: Type.String(),
        currency: Type.String(),
        from: Nullable(Type.String()),
        to: Nullable(Type.String()),
        total: Type.Number(),
        topUps: Type.Integer(),
        days: Type.Array(Type.Object({ date: Type.String(), amount: Type.Number(), topUps: Type.Integer() })),
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
