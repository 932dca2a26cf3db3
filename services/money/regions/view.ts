/** What each region topped up, by day of Seoul. */
import { topUpSucceeded } from '../../../contracts/money.ts'
import { plainArray, textArray, timeArray } from '../../../platform/db/array-literal.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { view } from '../../../platform/service/handlers.ts'

export const regionsView = view({
  name: 'regions',
  tables: ['regions'],
  events: [topUpSucceeded],
  async apply(tx, events) {
    const rows = events.filter(({ data }) => data.region !== null)
    if (rows.length === 0) return
    await tx.query(
      `insert into regions as r (region, currency, day, top_ups, amount)
       select region, currency, (at at time zone 'Asia/Seoul')::date, count(*), sum(amount)
       from unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[]) as t(region, currency, amount, at)
       group by 1, 2, 3
       on conflict (region, currency, day) do update
         set top_ups = r.top_ups + excluded.top_ups, amount = r.amount + excluded.amount`,
      [
        textArray(rows, ({ data }) => data.region),
        textArray(rows, ({ data }) => data.currency),
        plainArray(rows, ({ data }) => data.amount),
        timeArray(rows, ({ at }) => at),
      ],
    )
  },
})

export interface RegionDay {
  readonly date: string
  readonly topUps: number
  /** Minor units. */
  readonly amount: number
}

/** Days of one answer, the newest ones. */
export const DAYS_MAX = 400

/** What a region topped up between two days, both included: in all, and on each day that had any. */
export async function regionSums(
  read: Queryable,
  asked: { region: string; currency: string; from: string | null; to: string | null },
): Promise<{ topUps: number; amount: number; days: RegionDay[] }> {
  const { rows } = await read.query<RegionDay & { allTopUps: number; allAmount: number }>(
    `select day::text as date, top_ups as "topUps", amount::float8 as amount,
            (sum(top_ups) over ())::float8 as "allTopUps", (sum(amount) over ())::float8 as "allAmount"
     from regions where region = $1 and currency = $2
       and ($3::date is null or day >= $3) and ($4::date is null or day <= $4)
     order by day desc limit ${DAYS_MAX}`,
    [asked.region, asked.currency, asked.from, asked.to],
  )
  const days = rows.map(({ date, topUps, amount }) => ({ date, topUps, amount })).reverse()
  return { topUps: rows[0]?.allTopUps ?? 0, amount: rows[0]?.allAmount ?? 0, days }
}
