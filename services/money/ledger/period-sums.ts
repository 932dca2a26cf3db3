/** What went in and out of accounts, summed up by days or months of Seoul. */
import type { Queryable } from '../../../platform/db/database.ts'
import { type Sql, select, sql, verbatim } from '../../../platform/db/sql.ts'
import { BUSINESS_ZONE } from '../../../platform/ports/business-date.ts'
import { ofAccount, type Side } from './transactions.ts'

export type Period = 'month' | 'day'

/** Amounts in minor units; both are within the limit of one account's totals. */
export interface PeriodSums {
  /** `2026-11`, or `2026-11-20`. */
  readonly period: string
  readonly currency: string
  readonly in: number
  readonly out: number
  readonly count: number
}

const FORMATS = { month: 'YYYY-MM', day: 'YYYY-MM-DD' } as const

const moved = (side: Side, direction: 'in' | 'out', from: Date): Sql => sql`
  select ${verbatim(`'${direction}'`)} as direction, currency, amount, at from transfers
  where ${ofAccount(side, verbatim('asked.account'))} and at >= ${from}`

/** From an instant on, the oldest first; a period in which nothing moved is left out. */
export const sumsOf = (read: Queryable, accounts: readonly string[], by: Period, from: Date): Promise<PeriodSums[]> =>
  select<PeriodSums>(
    read,
    sql`select to_char(at at time zone ${BUSINESS_ZONE}, ${FORMATS[by]}) as period, currency,
               coalesce(sum(amount) filter (where direction = 'in'), 0)::float8 as "in",
               coalesce(sum(amount) filter (where direction = 'out'), 0)::float8 as "out", count(*)::int as count
        from unnest(${accounts}::text[]) as asked (account),
             lateral (${moved('debit', 'out', from)} union all ${moved('credit', 'in', from)}) as t
        group by 1, 2 order by 1, 2`,
  )
